import type { EntryId } from '../port.ts';
import { awaitConnection, disconnectRedis, type RedisClient } from './connect.ts';

/** Longest single wait inside Redis: a connection that died silently is noticed after it. */
const MAX_BLOCK_MS = 5_000;
const MIN_BLOCK_MS = 1;

/** Waits for entries of one stream, on a connection that is made for it: a command that blocks holds up all others. */
export class EntryWait {
  readonly #connect: () => RedisClient;
  #client: RedisClient | null = null;
  #closed = false;

  constructor(connect: () => RedisClient) {
    this.#connect = connect;
  }

  /**
   * Resolves when the stream has an entry after `after`, after at most `waitMs` milliseconds, or when `signal` aborts.
   *
   * @throws Error when Redis cannot be reached
   */
  async wait(stream: string, after: EntryId, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    this.#client ??= this.#connect();
    const client = this.#client;
    await awaitConnection(client, signal);
    if (this.#closed || signal?.aborted) return;
    const block = Math.ceil(Math.min(MAX_BLOCK_MS, Math.max(MIN_BLOCK_MS, waitMs)));
    // An abort cuts the connection: the server would hold on to the command otherwise.
    const onAbort = (): void => this.#drop();
    signal?.addEventListener('abort', onAbort);
    try {
      await client.callBuffer('xread', 'COUNT', 1, 'BLOCK', block, 'STREAMS', stream, after);
    } catch (error) {
      if (!signal?.aborted && !this.#closed) throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #drop(): void {
    if (this.#client !== null) disconnectRedis(this.#client);
    this.#client = null;
  }
}
