import { availableParallelism } from 'node:os';
import { readSettings } from '@hawser/platform';
import { describe, expect, it } from 'vitest';
import { INGESTION_SETTINGS, readAutoscale, readBatchProfile } from './settings.ts';

const read = (env: Record<string, string>) => readSettings(INGESTION_SETTINGS, env);

describe('the settings of ingestion', () => {
  it('take the rows of the profile unless a batch size is given', () => {
    expect(readBatchProfile(read({}))).toEqual({ rows: 20_000, lingerMs: 200 });
    expect(readBatchProfile(read({ INGESTION_PROFILE: 'batch' }))).toEqual({ rows: 100_000, lingerMs: 1_000 });
    expect(readBatchProfile(read({ INGESTION_PROFILE: 'streaming' }))).toEqual({ rows: 2_000, lingerMs: 20 });
    expect(readBatchProfile(read({ BATCH_SIZE: '500' }))).toEqual({ rows: 500, lingerMs: 200 });
  });

  it('start one worker per core but one, and leave it at that, when nothing is said', () => {
    expect(readAutoscale(read({}))).toEqual({ workers: Math.max(1, availableParallelism() - 1), autoscale: null });
  });

  it.each([
    [{ WORKER_COUNT: '3' }, 3, null],
    [{ WORKER_COUNT: '3', AUTOSCALE_MAX_WORKERS: '8' }, 3, [3, 8]],
    [{ WORKER_COUNT: '3', AUTOSCALE_MIN_WORKERS: '2' }, 3, [2, 3]],
    [{ WORKER_COUNT: '1', AUTOSCALE_MIN_WORKERS: '2', AUTOSCALE_MAX_WORKERS: '4' }, 2, [2, 4]],
    [{ WORKER_COUNT: '9', AUTOSCALE_MIN_WORKERS: '2', AUTOSCALE_MAX_WORKERS: '4' }, 4, [2, 4]],
    [{ WORKER_COUNT: '4', AUTOSCALE_MIN_WORKERS: '4', AUTOSCALE_MAX_WORKERS: '4' }, 4, null],
  ])('%o', (env, workers, bounds) => {
    const { autoscale, ...rest } = readAutoscale(read(env as Record<string, string>));
    expect(rest.workers).toBe(workers);
    expect(autoscale === null ? null : [autoscale.minWorkers, autoscale.maxWorkers]).toEqual(bounds);
    if (autoscale !== null) expect(autoscale).toMatchObject({ lagScaleUpMs: 5_000, lagCriticalMs: 15_000 });
  });
});
