import { generate, type Packet, parser } from 'mqtt-packet';
import { type BrokerAddress, explainSocketError, openSocket } from './broker-address.ts';
import { FIRST_FAILURE, reasonText } from './reason-codes.ts';

const VERSION = { protocolVersion: 5 } as const;
/** A session that the client left is kept as long as that client wants; what we set is only for the time being. */
const KEEP_FOR_EVER = 0xffff_ffff;
const END_NOW = 0;

export interface TakeOverOptions {
  readonly address: BrokerAddress;
  readonly username?: string;
  readonly password?: string;
  readonly timeoutMs: number;
}

/**
 * Ends the connection that a client has at the broker: whoever connects with its client id takes its place (MQTT 5
 * section 3.1.4), and leaves at once. A session of the client stays, with what waits in it; where it had none, none is
 * left behind.
 *
 * @throws Error when the broker does not let us in
 */
export function takeOver(clientId: string, options: TakeOverOptions): Promise<void> {
  const { address, username, password, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const incoming = parser(VERSION) as NodeJS.EventEmitter & { parse(chunk: Buffer): number };
    const socket = openSocket(address, () => {
      const connect: Packet = {
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 5,
        clean: false,
        clientId,
        keepalive: 0,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password: Buffer.from(password) }),
        properties: { sessionExpiryInterval: KEEP_FOR_EVER },
      };
      socket.write(generate(connect, VERSION));
    });
    const fail = (error: Error): void => {
      reject(error);
      socket.destroy();
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`The broker did not answer within ${timeoutMs} ms`)));
    socket.on('data', (chunk) => incoming.parse(chunk));
    socket.on('error', (error) => fail(explainSocketError(error)));
    socket.on('close', () => reject(new Error('The broker closed the connection')));
    incoming.on('error', fail);
    incoming.on('packet', (packet: Packet) => {
      if (packet.cmd !== 'connack') return;
      const code = packet.reasonCode ?? FIRST_FAILURE;
      if (code >= FIRST_FAILURE) {
        fail(new Error(`The broker refused the connection: ${reasonText(code)}`));
        return;
      }
      const properties = packet.sessionPresent ? {} : { properties: { sessionExpiryInterval: END_NOW } };
      socket.end(generate({ cmd: 'disconnect', reasonCode: 0, ...properties }, VERSION));
      resolve();
    });
  });
}
