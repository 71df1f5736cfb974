import { Backoff } from '@hawser/platform';
import type { IPublishPacket } from 'mqtt-packet';
import { AckWindow } from './ack-window.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

export interface SubscriberOptions extends ConnectionOptions {
  readonly reconnectFirstMs: number;
  readonly reconnectMaxMs: number;
}

export interface SubscriberEvents {
  /**
   * Takes a message over.
   *
   * @param done - to be called when it is durable: it is acknowledged then. Never called, the broker sends it again
   *   after the next reconnect
   */
  readonly onMessage: (packet: IPublishPacket, done: () => void) => void;
  /** The broker sent a message again, because it had no acknowledgement of it. */
  readonly onRedelivered: () => void;
  /** Connected and subscribed. */
  readonly onUp: () => void;
  /** A connection that was up is lost, or one could not be made. */
  readonly onDown: (error: Error) => void;
}

function ignore(): void {}

/** A session with a broker that is kept up for ever: reconnects after every loss, and acknowledges late. */
export class Subscriber {
  readonly #options: SubscriberOptions;
  readonly #events: SubscriberEvents;
  readonly #window = new AckWindow();
  readonly #backoff: Backoff;
  #connection: Connection | null = null;
  #retry: NodeJS.Timeout | null = null;
  #isUp = false;
  #isStopped = false;
  #isPaused = false;
  #isFlushing = false;
  #onEnded: () => void = ignore;

  constructor(options: SubscriberOptions, events: SubscriberEvents) {
    this.#options = options;
    this.#events = events;
    this.#backoff = new Backoff({ firstMs: options.reconnectFirstMs, maxMs: options.reconnectMaxMs });
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Messages taken and not acknowledged. */
  get unacknowledged(): number {
    return this.#window.size;
  }

  start(): void {
    this.#connect();
  }

  pause(): void {
    this.#isPaused = true;
    this.#connection?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#connection?.resume();
  }

  /** Takes no more messages; acknowledgements of those taken are still sent. */
  stopTaking(): void {
    this.#isStopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
  }

  /** Sends what can be acknowledged and ends the connection; the session stays with the broker unless it is a clean one. */
  async stop(): Promise<void> {
    this.stopTaking();
    const connection = this.#connection;
    if (connection === null) return;
    this.#flush();
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => connection.destroy(), this.#options.timeoutMs);
      this.#onEnded = () => {
        clearTimeout(force);
        resolve();
      };
      connection.end();
    });
  }

  #connect(): void {
    const connection = new Connection(this.#options, {
      onSession: (present) => this.#window.restart(present),
      onMessage: (packet) => this.#take(packet),
      onSubscribed: () => this.#subscribed(),
      onEnd: (error) => this.#ended(error),
    });
    this.#connection = connection;
    if (this.#isPaused) connection.pause();
  }

  #take(packet: IPublishPacket): void {
    // What comes after a stop is left to whoever continues the session.
    if (this.#isStopped) return;
    const { qos, messageId, dup } = packet;
    if (qos === 0 || messageId === undefined) {
      this.#events.onMessage(packet, ignore);
      return;
    }
    if (dup) this.#events.onRedelivered();
    const delivery = this.#window.arrived(messageId, dup);
    if (delivery === null) {
      this.#flushSoon();
      return;
    }
    this.#events.onMessage(packet, () => {
      this.#window.durable(delivery);
      this.#flushSoon();
    });
  }

  /** Appends become durable in groups: their acknowledgements go out together. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#connection === null) return;
    const ids = this.#window.takeAcknowledgeable();
    if (ids.length > 0) this.#connection.acknowledge(ids);
  }

  #subscribed(): void {
    this.#isUp = true;
    this.#backoff.reset();
    this.#events.onUp();
  }

  #ended(error: Error | null): void {
    this.#connection = null;
    this.#isUp = false;
    this.#window.restart(true);
    this.#onEnded();
    if (error !== null) this.#events.onDown(error);
    if (this.#isStopped) return;
    this.#retry = setTimeout(() => this.#connect(), this.#backoff.next());
  }
}
