import { availableParallelism } from 'node:os';
import { choiceSetting, integerSetting, type SettingValues } from '@hawser/platform';
import { type BatchProfile, INGESTION_PROFILES } from './profiles.ts';
import type { AutoscaleConfig } from './workers/autoscale.ts';

const MAX_WORKERS = 64;

/** The settings of ingestion, by the names that operators know. */
export const INGESTION_SETTINGS = {
  profile: choiceSetting({
    env: 'INGESTION_PROFILE',
    describe: 'Large batches (batch), low latency (streaming) or in between (balanced).',
    fallback: 'balanced',
    choices: ['batch', 'balanced', 'streaming'],
  }),
  batchSize: integerSetting({
    env: 'BATCH_SIZE',
    describe: 'Readings per transaction; 0 takes the number of the profile.',
    fallback: 0,
    min: 0,
    max: 1_000_000,
  }),
  workerCount: integerSetting({
    env: 'WORKER_COUNT',
    describe: 'Worker threads per process at the start; 0 starts one per core but one, which is left to the rest.',
    fallback: 0,
    min: 0,
    max: MAX_WORKERS,
  }),
  autoscaleMinWorkers: integerSetting({
    env: 'AUTOSCALE_MIN_WORKERS',
    describe: 'Fewest worker threads; 0 takes WORKER_COUNT.',
    fallback: 0,
    min: 0,
    max: MAX_WORKERS,
  }),
  autoscaleMaxWorkers: integerSetting({
    env: 'AUTOSCALE_MAX_WORKERS',
    describe: 'Most worker threads; 0 takes WORKER_COUNT.',
    fallback: 0,
    min: 0,
    max: MAX_WORKERS,
  }),
  autoscaleLagScaleUpMs: integerSetting({
    env: 'AUTOSCALE_LAG_SCALE_UP_MS',
    describe: 'A worker thread is added when the oldest message has waited so many milliseconds.',
    fallback: 5_000,
    min: 100,
    max: 3_600_000,
  }),
  autoscaleLagCriticalMs: integerSetting({
    env: 'AUTOSCALE_LAG_CRITICAL_MS',
    describe: 'The worker threads are doubled when the oldest message has waited so many milliseconds.',
    fallback: 15_000,
    min: 100,
    max: 3_600_000,
  }),
};

export type IngestionSettings = SettingValues<typeof INGESTION_SETTINGS>;

/** The profile with the batch size that the settings give it. */
export function readBatchProfile(settings: Pick<IngestionSettings, 'profile' | 'batchSize'>): BatchProfile {
  const profile = INGESTION_PROFILES[settings.profile];
  return settings.batchSize === 0 ? profile : { ...profile, rows: settings.batchSize };
}

/**
 * How many worker threads to start with, and between which bounds their number may change.
 *
 * @returns `autoscale` is null when the bounds leave no choice
 */
export function readAutoscale(settings: IngestionSettings): { workers: number; autoscale: AutoscaleConfig | null } {
  const { workerCount, autoscaleMinWorkers, autoscaleMaxWorkers } = settings;
  const count = workerCount === 0 ? Math.max(1, availableParallelism() - 1) : workerCount;
  const minWorkers = autoscaleMinWorkers === 0 ? Math.min(count, autoscaleMaxWorkers || count) : autoscaleMinWorkers;
  const maxWorkers = Math.max(minWorkers, autoscaleMaxWorkers === 0 ? count : autoscaleMaxWorkers);
  const workers = Math.min(Math.max(count, minWorkers), maxWorkers);
  if (minWorkers === maxWorkers) return { workers, autoscale: null };
  const { autoscaleLagScaleUpMs: lagScaleUpMs, autoscaleLagCriticalMs: lagCriticalMs } = settings;
  return { workers, autoscale: { minWorkers, maxWorkers, lagScaleUpMs, lagCriticalMs } };
}
