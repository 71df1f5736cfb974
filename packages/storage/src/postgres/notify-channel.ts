import { Backoff, type Logger, type TextChannel } from '@hawser/platform';
import { Client } from 'pg';
import type { Queryable } from '../database.ts';
import { AnswerDeadline } from './answer-deadline.ts';
import { connectionOptions } from './connection-options.ts';

const RETRY = { firstMs: 100, maxMs: 5_000 };
const CONNECT_TIMEOUT_MS = 10_000;
/** A network that went away without a word is noticed only by asking. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT_DEADLINE_MS = 10_000;

export interface NotifyChannelOptions {
  /** The server, as `PostgresOptions.url`. A pooler that hands connections on after each transaction cannot listen. */
  readonly url: string;
  /** Name of the channel within the database. */
  readonly name: string;
  /** What sends. */
  readonly database: Queryable;
  readonly log: Logger;
}

/** Texts of at most 7,999 bytes by LISTEN and NOTIFY, between processes on the same database. */
export function createNotifyChannel({ url, name, database, log }: NotifyChannelOptions): TextChannel {
  return {
    async publish(text) {
      await database.query('SELECT pg_notify($1, $2)', [name, text]);
    },
    listen(take, onListening) {
      const listener = new NotifyListener(url, name, { take, onListening, log });
      listener.start();
      return () => listener.stop();
    },
  };
}

interface ListenerEvents {
  readonly take: (text: string) => void;
  readonly onListening: () => void;
  readonly log: Logger;
}

/** A connection that does nothing but listen, and is made again whenever it breaks. */
class NotifyListener {
  readonly #url: string;
  readonly #name: string;
  readonly #events: ListenerEvents;
  readonly #backoff = new Backoff(RETRY);
  readonly #stopping = new AbortController();
  #client: Client | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(url: string, name: string, events: ListenerEvents) {
    this.#url = url;
    this.#name = name;
    this.#events = events;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { log } = this.#events;
    let isDown = false;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#listenUntilBroken(() => {
          if (isDown) log.info('Changes are heard of again from the database');
          isDown = false;
        });
      } catch (err) {
        if (!isDown && !this.#stopping.signal.aborted)
          log.warn({ err }, 'Changes cannot be heard of from the database');
        isDown = true;
      }
      if (!this.#stopping.signal.aborted) await this.#backoff.wait(this.#stopping.signal);
    }
  }

  /** @throws Error when the connection could not be made, or broke */
  async #listenUntilBroken(onUp: () => void): Promise<void> {
    const options = { ...connectionOptions(this.#url), connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true };
    const client = new Client({ ...options, application_name: 'hawser changes' });
    this.#client = client;
    const broken = new Promise<never>((_, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('the connection has ended')));
    });
    // It may break while something else is being waited for.
    broken.catch(() => undefined);
    client.on('notification', ({ payload = '' }) => this.#events.take(payload));
    const deadline = new AnswerDeadline(client, HEARTBEAT_DEADLINE_MS);
    try {
      // An `end` while it connects is all that is heard of it then: `connect` itself never comes to an end.
      await Promise.race([client.connect(), broken]);
      await deadline.on(client.query(`LISTEN ${client.escapeIdentifier(this.#name)}`));
      this.#backoff.reset();
      onUp();
      this.#events.onListening();
      await Promise.race([broken, this.#beat(client, deadline)]);
    } finally {
      this.#client = null;
      client.end().catch(() => undefined);
    }
  }

  /** @throws Error when the server did not answer */
  async #beat(client: Client, deadline: AnswerDeadline): Promise<never> {
    return new Promise((_, reject) => {
      const timer = setInterval(() => {
        deadline.on(client.query('SELECT')).catch(reject);
      }, HEARTBEAT_MS);
      timer.unref();
      client.once('end', () => clearInterval(timer));
    });
  }
}
