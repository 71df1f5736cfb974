import { randomUUID } from 'node:crypto';
import { Backoff, type Logger, type TextChannel } from '@hawser/platform';
import { type Invalidation, parseInvalidation } from './invalidation.ts';

const RETRY = { firstMs: 100, maxMs: 5_000 };

/** Tells everybody who remembers something of the database that it was changed, in this process and in the others. */
export interface Invalidations {
  /**
   * Tells the listeners of this process before it returns, and sends it to the others. It does not throw: when the others
   * cannot be reached, they are told to forget everything as soon as they can.
   *
   * @returns when it was sent, or could not be
   */
  publish(event: Invalidation): Promise<void>;
  /** Calls back with each change from now on, `everything` included; returns how to stop that. */
  subscribe(listener: (event: Invalidation) => void): () => void;
  close(): Promise<void>;
}

export interface InvalidationsDeps {
  /** To the other processes; null when there are none. */
  readonly channel: TextChannel | null;
  readonly log: Logger;
}

/** Opens the exchange. Whenever the channel was made again, this process forgets everything: it may have missed something. */
export function createInvalidations(deps: InvalidationsDeps): Invalidations {
  return new Exchange(deps);
}

class Exchange implements Invalidations {
  readonly #channel: TextChannel | null;
  readonly #log: Logger;
  readonly #listeners = new Set<(event: Invalidation) => void>();
  /** Tells own messages from those of others. */
  readonly #from = randomUUID();
  readonly #stopListening: () => Promise<void>;
  readonly #backoff = new Backoff(RETRY);
  /** Set while something could not be sent: the others are owed an `everything`. */
  #retry: NodeJS.Timeout | null = null;
  /** Something could not be sent that the message which is under way may be too early for. */
  #isOwedMore = false;
  #isClosed = false;

  constructor({ channel, log }: InvalidationsDeps) {
    this.#channel = channel;
    this.#log = log;
    const onListening = (): void => this.#tell({ type: 'everything' });
    this.#stopListening = channel?.listen((text) => this.#hear(text), onListening) ?? (async () => undefined);
  }

  async publish(event: Invalidation): Promise<void> {
    this.#tell(event);
    try {
      await this.#send(event);
    } catch (err) {
      if (this.#retry === null)
        this.#log.warn({ err }, 'Other processes cannot be told of a change; it is tried again');
      this.#isOwedMore = true;
      this.#sendAllLater();
    }
  }

  subscribe(listener: (event: Invalidation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#listeners.clear();
    await this.#stopListening();
  }

  async #send(event: Invalidation): Promise<void> {
    await this.#channel?.publish(JSON.stringify({ from: this.#from, event }));
  }

  /** However much could not be sent, one message makes up for it. */
  #sendAllLater(): void {
    if (this.#isClosed || this.#retry !== null) return;
    this.#retry = setTimeout(() => {
      this.#isOwedMore = false;
      this.#send({ type: 'everything' }).then(
        () => this.#settle(),
        () => {
          this.#retry = null;
          this.#sendAllLater();
        },
      );
    }, this.#backoff.next());
    this.#retry.unref();
  }

  #settle(): void {
    this.#retry = null;
    this.#backoff.reset();
    if (this.#isOwedMore) {
      this.#sendAllLater();
      return;
    }
    this.#log.info('Other processes can be told of changes again');
  }

  #hear(text: string): void {
    const { from, event } = parseMessage(text);
    if (from !== this.#from && event !== null) this.#tell(event);
  }

  /** One listener that fails must not keep the others from hearing it. */
  #tell(event: Invalidation): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (err) {
        this.#log.error({ err, type: event.type }, 'A change could not be taken in');
      }
    }
  }
}

/** The channel may be shared with others, and with a newer version. */
function parseMessage(text: string): { readonly from: unknown; readonly event: Invalidation | null } {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null) return { from: null, event: null };
    const { from, event } = message as Record<string, unknown>;
    return { from, event: parseInvalidation(event) };
  } catch {
    return { from: null, event: null };
  }
}
