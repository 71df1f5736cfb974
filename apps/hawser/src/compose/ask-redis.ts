import type { Logger } from '@hawser/platform';
import {
  awaitConnection,
  connectRedis,
  disconnectRedis,
  type RedisClient,
  type RedisConnectionConfig,
} from '@hawser/queue/redis-streams';

/**
 * Asks Redis something once, over a connection of its own.
 *
 * @throws Error when it cannot be reached or refuses
 */
export async function askRedis<Answer>(
  { redis, log }: { readonly redis: RedisConnectionConfig; readonly log: Logger },
  question: (client: RedisClient) => Promise<Answer>,
): Promise<Answer> {
  const client = connectRedis(redis, 'hawser:admin', log);
  try {
    await awaitConnection(client);
    return await question(client);
  } finally {
    disconnectRedis(client);
  }
}
