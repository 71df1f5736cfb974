import type { Logger } from '@hawser/platform';
import { inspectStreams, type RedisConnectionConfig, type StreamNames } from '@hawser/queue/redis-streams';
import { type Database, readQueueState } from '@hawser/storage';
import { StartupError } from '../up/startup-error.ts';
import { askRedis } from './ask-redis.ts';

interface ShardCountOptions {
  readonly redis: RedisConnectionConfig;
  readonly names: StreamNames;
  readonly shards: number;
  readonly database: Database;
  readonly log: Logger;
}

/**
 * Makes sure that nothing waits in shards that nobody would look into any more.
 *
 * @param queue - its name in the database, which knows the shards there were
 * @throws StartupError when something does; not when Redis is away, which is only logged
 */
export async function refuseTooFewShards(options: ShardCountOptions, queue: string): Promise<void> {
  const { names, shards, database, log } = options;
  const { shards: known } = await readQueueState(database, queue, 0);
  const beyond = known.filter(({ shard }) => shard >= shards);
  if (beyond.length === 0) return;
  const states = await askRedis(options, (client) =>
    inspectStreams(
      client,
      names,
      beyond.map(({ shard, offset }) => ({ shard, offset: offset as never })),
    ),
  ).catch((err: unknown) => {
    log.warn(
      { err, shards },
      'HAWSER_SHARDS is lower than it was, and Redis cannot tell whether something waits beyond',
    );
    return [];
  });
  const waiting = states.filter(({ oldest }) => oldest !== null).map(({ shard }) => shard);
  if (waiting.length === 0) return;
  throw new StartupError(
    `HAWSER_SHARDS is ${shards}, but messages wait in shard ${waiting.join(', ')}, which nobody would store: set it to ` +
      `${Math.max(...waiting) + 1} until "hawser queue" shows them empty.`,
  );
}
