import type { Logger } from '@hawser/platform';
import type { QueueReader } from '@hawser/queue';
import { openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { openStreamGroupReader } from '@hawser/queue/redis-streams';
import { reportDamage } from './embedded-queue.ts';
import type { ThreadQueue } from './queue.ts';

/**
 * The other end of `OpenQueue.forThread`: what an ingestion worker reads.
 *
 * @param owner - name of the process, as Redis shows it among the consumers
 */
export function openThreadQueue(queue: ThreadQueue, owner: string, log: Logger): QueueReader {
  if (queue.kind === 'log') {
    return openEmbeddedLogReader({ dir: queue.dir, signal: queue.signal, onCorruption: reportDamage(log) });
  }
  const { redis, names, shards } = queue;
  return openStreamGroupReader({ redis, ...names, shards, consumer: owner }, log);
}
