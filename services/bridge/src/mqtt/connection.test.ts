import { type AddressInfo, createServer, type Socket } from 'node:net';
import { waitFor } from '@hawser/testkit';
import { generate, type Packet, parser } from 'mqtt-packet';
import { afterEach, expect, it, vi } from 'vitest';
import { Connection } from './connection.ts';

const VERSION = { protocolVersion: 5 } as const;
const KEEPALIVE_SECONDS = 30;

/** A broker that wants no pings. */
function startBroker() {
  const server = createServer((socket: Socket) => {
    const incoming = parser(VERSION) as NodeJS.EventEmitter & { parse(chunk: Buffer): number };
    const send = (packet: Packet): void => void socket.write(generate(packet, VERSION));
    socket.on('data', (chunk) => incoming.parse(chunk));
    incoming.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') {
        send({ cmd: 'connack', reasonCode: 0, sessionPresent: false, properties: { serverKeepAlive: 0 } });
      }
      if (packet.cmd === 'subscribe') send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [1] });
    });
  });
  return server;
}

afterEach(() => vi.restoreAllMocks());

it('asks a broker that wants no pings for a sign of life no more often than any other', async () => {
  const server = startBroker();
  const pinging = vi.spyOn(globalThis, 'setInterval');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let isSubscribed = false;
  const connection = new Connection(
    {
      address: { host: '127.0.0.1', port, tls: null },
      clientId: 'bridge-0',
      clean: true,
      sessionExpirySeconds: 0,
      receiveMaximum: 10,
      keepaliveSeconds: KEEPALIVE_SECONDS,
      timeoutMs: 5_000,
      subscriptions: [{ topic: '#', qos: 1 }],
    },
    {
      onSession: () => undefined,
      onMessage: () => undefined,
      onSubscribed: () => {
        isSubscribed = true;
      },
      onEnd: (error) => expect(error).toBeNull(),
    },
  );
  await waitFor(() => isSubscribed);
  expect(pinging.mock.calls.map(([, ms]) => ms)).toEqual([KEEPALIVE_SECONDS * 1_000]);
  connection.end();
  await new Promise((resolve) => server.close(resolve));
});
