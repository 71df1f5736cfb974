import type { Logger } from '@hawser/platform';
import { Cluster, type Redis } from 'ioredis';
import type { RedisCheck } from '../forwarding/shard-forwarder.ts';
import { awaitConnection, type RedisClient } from '../redis-streams/connect.ts';

/** A Redis that answers before it has written: it is not what `DURABILITY=redis-aof` asks for. */
export class AppendOnlyMissing extends Error {
  constructor() {
    super(
      'DURABILITY=redis-aof needs a Redis with "appendonly yes" and "appendfsync always": it would lose messages in a ' +
        'crash otherwise. Set both, or use DURABILITY=journal.',
    );
    this.name = 'AppendOnlyMissing';
  }
}

/**
 * Makes sure that Redis has written to its disk what it confirms. A server is asked once per connection to it: after a
 * restart it may run with other settings, or be another one.
 */
export class AppendOnlyCheck implements RedisCheck {
  readonly #client: RedisClient;
  readonly #log: Logger;
  readonly #passed = new WeakSet<Redis['stream']>();

  /** @param client - not closed by this */
  constructor(client: RedisClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** There are servers that were not asked over the connection that a command would take, now or when it is made. */
  get isDue(): boolean {
    return this.#client.status !== 'ready' || this.#servers().some(({ stream }) => !this.#passed.has(stream));
  }

  /**
   * Asks the servers for which it is due.
   *
   * @throws AppendOnlyMissing when one of them does not run with `appendonly yes` and `appendfsync always`; Error when
   *   one cannot be reached. A server that does not permit the question is trusted, with a warning
   */
  async run(): Promise<void> {
    await awaitConnection(this.#client);
    const due = this.#servers().filter(({ stream }) => !this.#passed.has(stream));
    await Promise.all(due.map((server) => this.#ask(server)));
  }

  async #ask(server: Redis): Promise<void> {
    await requireOf(server, this.#log);
    // That of the answer: a node of a cluster may have had none before.
    this.#passed.add(server.stream);
  }

  #servers(): readonly Redis[] {
    return this.#client instanceof Cluster ? this.#client.nodes('master') : [this.#client];
  }
}

async function requireOf(server: Redis, log: Logger): Promise<void> {
  const settings = await readSettings(server);
  if (settings === null) {
    log.warn('This Redis does not let CONFIG GET be used: that it runs with appendfsync always cannot be checked');
    return;
  }
  if (settings.get('appendonly') === 'yes' && settings.get('appendfsync') === 'always') return;
  throw new AppendOnlyMissing();
}

async function readSettings(server: Redis): Promise<ReadonlyMap<string, string> | null> {
  try {
    const answer = (await server.call('config', 'GET', 'append*')) as string[];
    return new Map(answer.flatMap((name, at) => (at % 2 === 0 ? [[name, answer[at + 1] ?? ''] as const] : [])));
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR unknown command)/.test(error.message)) return null;
    throw error;
  }
}
