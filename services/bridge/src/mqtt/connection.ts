import type { Socket } from 'node:net';
import {
  generate,
  type IConnackPacket,
  type IPublishPacket,
  type ISubscription,
  type Packet,
  type Parser,
  parser,
} from 'mqtt-packet';
import { type BrokerAddress, explainSocketError, openSocket } from './broker-address.ts';
import { FIRST_FAILURE, reasonText } from './reason-codes.ts';

const VERSION = { protocolVersion: 5 } as const;
const SUBSCRIBE_ID = 1;
const PUBACK = 0x40;
const PUBACK_BYTES = 4;
/** A broker that has not answered a ping by the next one but one is taken for dead. */
const MAX_UNANSWERED_PINGS = 2;

export interface ConnectionOptions {
  readonly address: BrokerAddress;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** Begin with an empty session, and leave none behind. */
  readonly clean: boolean;
  readonly sessionExpirySeconds: number;
  readonly receiveMaximum: number;
  readonly keepaliveSeconds: number;
  readonly timeoutMs: number;
  readonly subscriptions: readonly ISubscription[];
}

/** What a connection tells, in this order: once `onSession`, then messages, once `onSubscribed`, once `onEnd`. */
export interface ConnectionEvents {
  /** The broker let us in. @param present - it still has the session of an earlier connection */
  readonly onSession: (present: boolean) => void;
  readonly onMessage: (packet: IPublishPacket) => void;
  readonly onSubscribed: () => void;
  /** @param error - why; null after `end` */
  readonly onEnd: (error: Error | null) => void;
}

/**
 * One connection to a broker, from its socket's opening to its end: MQTT 5, subscribing only. Acknowledging is the
 * caller's: any number of messages may be under way, up to the receive maximum.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #socket: Socket;
  readonly #parser: Parser;
  readonly #deadline: NodeJS.Timeout;
  #pinging: NodeJS.Timeout | null = null;
  #unansweredPings = 0;
  #isPaused = false;
  #isEnding = false;
  #error: Error | null = null;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    this.#parser = parser(VERSION);
    // Bound here so that a packet costs no closure.
    (this.#parser as NodeJS.EventEmitter).on('packet', (packet: Packet) => this.#receive(packet));
    (this.#parser as NodeJS.EventEmitter).on('error', (error: Error) => this.#fail(error));
    this.#socket = openSocket(options.address, () => this.#send(this.#connectPacket()));
    this.#socket.on('data', (chunk) => this.#parse(chunk));
    this.#socket.on('error', (error) => this.#fail(explainSocketError(error)));
    this.#socket.on('close', () => this.#closed());
    this.#deadline = setTimeout(
      () => this.#fail(new Error(`The broker did not answer within ${options.timeoutMs} ms`)),
      options.timeoutMs,
    );
  }

  /** Tells the broker that messages are taken over, in one write. */
  acknowledge(packetIds: readonly number[]): void {
    const bytes = Buffer.allocUnsafe(packetIds.length * PUBACK_BYTES);
    let at = 0;
    for (const id of packetIds) {
      bytes[at] = PUBACK;
      bytes[at + 1] = 2;
      bytes.writeUInt16BE(id, at + 2);
      at += PUBACK_BYTES;
    }
    this.#socket.write(bytes);
  }

  /** Reads nothing from the network until `resume`; the broker is held back by its own full buffers. */
  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#socket.resume();
  }

  /** Says good-bye; messages that come meanwhile are passed over. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#socket.connecting) {
      this.#socket.destroy();
      return;
    }
    this.#socket.end(generate({ cmd: 'disconnect', reasonCode: 0 }, VERSION));
    this.#socket.resume();
  }

  /** Ends at once. */
  destroy(): void {
    this.#isEnding = true;
    this.#socket.destroy();
  }

  #connectPacket(): Packet {
    const { clientId, clean, keepaliveSeconds, username, password, receiveMaximum, sessionExpirySeconds } =
      this.#options;
    return {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 5,
      clean,
      clientId,
      keepalive: keepaliveSeconds,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: Buffer.from(password) }),
      properties: { receiveMaximum, sessionExpiryInterval: clean ? 0 : sessionExpirySeconds },
    };
  }

  #parse(chunk: Buffer): void {
    try {
      this.#parser.parse(chunk);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #receive(packet: Packet): void {
    if (this.#isEnding) return;
    switch (packet.cmd) {
      case 'publish':
        this.#events.onMessage(packet);
        return;
      case 'pingresp':
        this.#unansweredPings = 0;
        return;
      case 'connack':
        this.#accepted(packet);
        return;
      case 'suback':
        this.#subscribed(packet.granted);
        return;
      case 'disconnect':
        this.#fail(new Error(`The broker ended the connection: ${reasonText(packet.reasonCode ?? FIRST_FAILURE)}`));
    }
  }

  #accepted({ reasonCode, returnCode, sessionPresent, properties }: IConnackPacket): void {
    const code = reasonCode ?? returnCode ?? FIRST_FAILURE;
    if (code >= FIRST_FAILURE) {
      this.#fail(new Error(`The broker refused the connection: ${reasonText(code)}`));
      return;
    }
    // 0 is a broker that wants no pings; it is asked for a sign of life all the same.
    const keepaliveSeconds = properties?.serverKeepAlive || this.#options.keepaliveSeconds;
    this.#pinging = setInterval(() => this.#ping(), keepaliveSeconds * 1000);
    this.#events.onSession(sessionPresent);
    this.#send({ cmd: 'subscribe', messageId: SUBSCRIBE_ID, subscriptions: [...this.#options.subscriptions] });
  }

  #subscribed(granted: readonly unknown[]): void {
    for (const [at, code] of granted.entries()) {
      if (typeof code !== 'number' || code < FIRST_FAILURE) continue;
      const { topic } = this.#options.subscriptions[at] ?? { topic: 'a filter' };
      this.#fail(new Error(`The broker refused the subscription to ${topic}: ${reasonText(code)}`));
      return;
    }
    clearTimeout(this.#deadline);
    this.#events.onSubscribed();
  }

  /** While nothing is read, the answers to pings cannot be heard either. */
  #ping(): void {
    if (this.#unansweredPings >= MAX_UNANSWERED_PINGS && !this.#isPaused) {
      this.#fail(new Error('The broker does not answer any more'));
      return;
    }
    this.#unansweredPings++;
    this.#send({ cmd: 'pingreq' });
  }

  #send(packet: Packet): void {
    this.#socket.write(generate(packet, VERSION));
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#socket.destroy();
  }

  #closed(): void {
    clearTimeout(this.#deadline);
    if (this.#pinging !== null) clearInterval(this.#pinging);
    const error = this.#error ?? new Error('The broker closed the connection');
    this.#events.onEnd(this.#isEnding ? null : error);
  }
}
