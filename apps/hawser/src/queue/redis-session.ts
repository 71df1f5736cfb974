import { silentLogger } from '@hawser/platform';
import {
  connectRedis,
  disconnectRedis,
  type RedisClient,
  type RedisConnectionConfig,
} from '@hawser/queue/redis-streams';

export class RedisAway extends Error {}

export class RedisRefused extends Error {}

/** Asks Redis something; `work` may call it as often as it likes. */
export type AskRedis = <Answer>(question: (client: RedisClient) => Promise<Answer>) => Promise<Answer>;

/** Connects, works, and ends the connection whatever happens. */
export async function withRedis<Result>(
  config: RedisConnectionConfig,
  work: (ask: AskRedis) => Promise<Result>,
): Promise<Result> {
  const client = connectRedis(config, 'hawser:queue', silentLogger());
  // The command only learns that there is no connection; why, the connection says here.
  let reason: unknown;
  client.on('error', (error: unknown) => {
    reason ??= error;
  });
  try {
    return await work((question) =>
      question(client).catch((error: unknown) => {
        throw translated(error, reason);
      }),
    );
  } finally {
    disconnectRedis(client);
  }
}

/** @throws RedisRefused when Redis answered and said no, RedisAway when it did not answer */
function translated(error: unknown, reason: unknown): Error {
  const cause = error instanceof Error && isRefusal(error) ? error : (reason ?? error);
  if (!(cause instanceof Error)) return new RedisAway('Redis cannot be reached', { cause });
  if (isRefusal(cause)) return new RedisRefused(`Redis refused: ${cause.message}`, { cause });
  return new RedisAway(`Redis cannot be reached: ${lastWord(cause)}`, { cause });
}

function isRefusal(error: Error): boolean {
  return error.name === 'ReplyError';
}

/** A cluster says that all nodes failed, and keeps to itself why the last of them did. */
function lastWord(error: Error): string {
  const node = 'lastNodeError' in error && error.lastNodeError instanceof Error ? error.lastNodeError : error;
  return node.message;
}
