import { createHash } from 'node:crypto';
import { awaitConnection, type RedisClient } from './connect.ts';

/** A script that runs inside Redis, sent as its hash and in full only when the server does not know it. */
export class Script {
  readonly #source: string;
  readonly #hash: string;

  constructor(source: string) {
    this.#source = source;
    this.#hash = createHash('sha1').update(source).digest('hex');
  }

  /**
   * @returns the answer as ioredis parses it, texts as Buffers
   * @throws Error when Redis refuses or the connection breaks; whether the script ran is unknown in the latter case
   */
  async run(
    client: RedisClient,
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    await awaitConnection(client);
    try {
      return await client.callBuffer('evalsha', this.#hash, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.callBuffer('eval', this.#source, keys.length, ...keys, ...args);
    }
  }
}
