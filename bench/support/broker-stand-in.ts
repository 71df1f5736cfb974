import { createServer, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';

/**
 * A process that plays the broker for the bridge: answers CONNECT and SUBSCRIBE, then sends PUBLISH packets that were
 * encoded beforehand, as many ahead of their acknowledgements as the bridge allows. Prints its port, `first` at the first acknowledgement, and `done` when
 * every message is acknowledged. It is much cheaper than a broker, so that the bridge is what is measured.
 */

const [messages = 0, receiveMaximum = 0] = process.argv.slice(2).map(Number);
const VERSION = { protocolVersion: 5 } as const;
const CONNACK = generate({ cmd: 'connack', reasonCode: 0, sessionPresent: false }, VERSION);
const SUBACK = generate({ cmd: 'suback', messageId: 1, granted: [1] }, VERSION);
const SUBSCRIBE = 0x82;
const PUBACK_BYTES = 4;
const AGENTS = 100;
const PACKETS = encodePackets();
let left = messages;
let acknowledged = 0;

/** One packet for each packet id, of agents in turn, with one reading. */
function encodePackets(): Buffer[] {
  return Array.from({ length: receiveMaximum }, (_, at) => {
    const payload = Buffer.from(
      `{"id":{"epoch":1,"seq":${at + 1}},"ts":1763800000000,"readings":[{"m":"temp","v":20.5}]}`,
    );
    const topic = `hawser/bench/agent-${at % AGENTS}/telemetry`;
    return generate({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId: at + 1 }, VERSION);
  });
}

/** Packet ids are used in turn: the bridge acknowledges in order, so the oldest is free first. */
function serve(socket: Socket): void {
  let next = 0;
  let isSharing = false;
  const send = (count: number): void => {
    const packets: Buffer[] = [];
    for (let n = 0; n < count && left > 0; n++, left--) {
      packets.push(PACKETS[next] as Buffer);
      next = (next + 1) % receiveMaximum;
    }
    if (packets.length > 0) socket.write(Buffer.concat(packets));
  };
  const acknowledge = (count: number): void => {
    if (acknowledged === 0) process.stdout.write('first\n');
    acknowledged += count;
    if (acknowledged === messages) process.stdout.write('done\n');
    send(count);
  };
  let rest = 0;
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    if (isSharing) {
      rest += chunk.length;
      const count = Math.floor(rest / PUBACK_BYTES);
      rest -= count * PUBACK_BYTES;
      acknowledge(count);
      return;
    }
    socket.write(chunk[0] === SUBSCRIBE ? SUBACK : CONNACK);
    // The connection for statuses has no shared subscription, and gets nothing.
    if (chunk[0] === SUBSCRIBE && chunk.includes('$share')) {
      isSharing = true;
      send(receiveMaximum);
    }
  });
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`port ${address !== null && typeof address === 'object' ? address.port : 0}\n`);
});
