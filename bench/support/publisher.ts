import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { generate } from 'mqtt-packet';
import type { NewAgent } from '../../acceptance/support/api.ts';

/** PUBACK of MQTT 3.1.1: type and length, then the packet id (section 3.4). */
const PUBACK_BYTES = 4;
const CONNACK_BYTES = 4;
const HIGHEST_PACKET_ID = 65_535;
const PACE_MS = 10;

/**
 * Publishes packets that were encoded before, at QoS 1, and counts the acknowledgements as bytes: on a machine that the
 * product shares with its load, a client library would take as much of it as the product does.
 */
export class Publisher {
  readonly #socket: Socket;
  readonly #inFlight: number;
  #acknowledgedBytes = 0;

  private constructor(socket: Socket, inFlight: number) {
    this.#socket = socket;
    this.#inFlight = inFlight;
    socket.on('data', (chunk: Buffer) => {
      this.#acknowledgedBytes += chunk.length;
    });
  }

  /** @param inFlight - most messages sent and not acknowledged */
  static async connect(host: string, port: number, agent: NewAgent, inFlight: number): Promise<Publisher> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    const { client_id: clientId, username, password } = agent.mqtt;
    socket.write(
      generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        keepalive: 60,
        clientId,
        username,
        password: Buffer.from(password),
      }),
    );
    const [connack] = (await once(socket, 'data')) as [Buffer];
    if (connack.length !== CONNACK_BYTES || connack[3] !== 0) throw new Error(`${agent.name} was not let in`);
    return new Publisher(socket, inFlight);
  }

  get acknowledged(): number {
    return Math.floor(this.#acknowledgedBytes / PUBACK_BYTES);
  }

  /** Sends all packets and resolves with the last acknowledgement. Call it again only after that. */
  async publish(packets: readonly Buffer[]): Promise<void> {
    const before = this.acknowledged;
    let sent = 0;
    while (this.acknowledged - before < packets.length) {
      const until = Math.min(packets.length, this.acknowledged - before + this.#inFlight);
      this.#socket.cork();
      for (; sent < until; sent++) this.#socket.write(packets[sent] ?? Buffer.alloc(0));
      this.#socket.uncork();
      await this.#acknowledgement();
    }
  }

  /**
   * Sends the packets evenly, `perSecond` of them in a second, and resolves with the last acknowledgement.
   *
   * @param isOver - asked all the time whether to end before all packets are sent
   */
  async publishEvenly(packets: readonly Buffer[], perSecond: number, isOver = () => false): Promise<void> {
    const start = performance.now();
    for (let sent = 0; sent < packets.length && !isOver(); ) {
      const due = Math.floor(((performance.now() - start) / 1_000) * perSecond);
      await this.publish(packets.slice(sent, due));
      sent = Math.max(sent, Math.min(due, packets.length));
      await sleep(PACE_MS);
    }
  }

  async close(): Promise<void> {
    this.#socket.end(generate({ cmd: 'disconnect' }));
    await once(this.#socket, 'close');
  }

  /** A connection that is closed acknowledges nothing more. */
  async #acknowledgement(): Promise<void> {
    const given = new AbortController();
    const { signal } = given;
    try {
      const [event] = await Promise.race([
        once(this.#socket, 'data', { signal }).then(() => ['data'] as const),
        once(this.#socket, 'close', { signal }).then(() => ['close'] as const),
      ]);
      if (event === 'close') throw new Error('The broker closed the connection under the benchmark');
    } finally {
      given.abort();
    }
  }
}

/** Encodes payloads as PUBLISH packets, with packet ids in turn. */
export function encodePublishes(topic: string, payloads: Iterable<string>): Buffer[] {
  let sequence = 0;
  return Array.from(payloads, (payload) => {
    const messageId = (sequence++ % HIGHEST_PACKET_ID) + 1;
    return generate({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId });
  });
}
