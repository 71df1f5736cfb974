import { Backoff } from '@hawser/platform';
import type { DirectQueueDeps } from './config.ts';

export interface StartPosition {
  /** Up to here nothing needs to be sent. */
  readonly settled: number;
  /** New records come after this. */
  readonly last: number;
}

interface StartConfig {
  readonly shard: number;
  readonly journal: string;
  /** Highest position in the disk spool. */
  readonly onDisk: number;
  readonly pause: { readonly firstMs: number; readonly maxMs: number };
}

/**
 * Finds out at which position a process goes on that was here before. Redis knows it exactly, unless it lost something;
 * then the database knows of everything that will ever be stored of it, once what was read and not stored is refused.
 *
 * @returns null when `signal` was aborted; until then it is tried again
 */
export async function findStart(
  config: StartConfig,
  deps: DirectQueueDeps,
  signal: AbortSignal,
): Promise<StartPosition | null> {
  const backoff = new Backoff(config.pause);
  let failing = false;
  while (!signal.aborted) {
    try {
      return await askOnce(config, deps);
    } catch (error) {
      const { shard } = config;
      if (!failing) deps.log.warn({ err: error, shard }, 'Messages wait until it is known where an earlier run ended');
      failing = true;
      await backoff.wait(signal);
    }
  }
  return null;
}

async function askOnce({ shard, journal, onDisk }: StartConfig, deps: DirectQueueDeps): Promise<StartPosition> {
  const { writer, newGeneration, storedPositions, countedPositions } = deps;
  await newGeneration(shard);
  const { cursor } = await writer.standing(shard, journal);
  const stored = (await storedPositions(journal)).get(shard) ?? 0;
  const counted = (await countedPositions(journal)).get(shard) ?? 0;
  return { settled: Math.max(cursor ?? 0, stored), last: Math.max(cursor ?? 0, stored, counted, onDisk) };
}
