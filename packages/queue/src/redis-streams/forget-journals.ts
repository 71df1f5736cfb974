import type { RedisClient } from './connect.ts';
import { cursorsKey, type StreamNames, streamKey } from './keys.ts';

/**
 * Forgets up to where the streams have journals that are gone. Never of one that may come back: entries that went to
 * Redis without a journal could not be told from new ones.
 *
 * @param client - not closed by this
 */
export async function forgetJournals(
  client: RedisClient,
  names: StreamNames & { readonly shards: number },
  journals: readonly string[],
): Promise<void> {
  for (let shard = 0; shard < names.shards; shard++) {
    await client.hdel(cursorsKey(streamKey(names, shard)), ...journals);
  }
}
