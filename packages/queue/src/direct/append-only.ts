import type { Logger } from '@hawser/platform';
import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from '../redis-streams/connect.ts';

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
 * Makes sure that Redis has written to its disk what it confirms.
 *
 * @throws AppendOnlyMissing when one of the servers does not run with `appendonly yes` and `appendfsync always`; Error
 *   when one cannot be reached. A server that does not permit the question is trusted, with a warning
 */
export async function requireAppendOnly(client: RedisClient, log: Logger): Promise<void> {
  const servers = client instanceof Cluster ? client.nodes('master') : [client];
  await Promise.all(servers.map((server) => requireOf(server, log)));
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
