import type { AccountId, SeriesId } from '@hawser/core';
import { createReadingsRepository, DEFAULT_QUERY_LIMITS, type ReadingsQuery, wholeAccount } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { startPostgres } from '@hawser/testkit';
import { report } from './support/measure.ts';
import { DAY_MS, loadPlant, type Plant } from './support/query-plant.ts';

/**
 * How long questions take that a dashboard asks, on a PostgreSQL of its own with a day of readings, a month of roll-ups
 * and ten thousand latest values: through the repository, from the call to the last point.
 */

interface Question {
  readonly name: string;
  readonly runs: number;
  readonly ask: () => Promise<unknown>;
}

/** Milliseconds below which this share of the runs lay. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function measure({ name, runs, ask }: Question): Promise<void> {
  await ask();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  report({ name: `${name}_p50`, value: percentile(times, 0.5), unit: 'ms', limit: null });
  report({ name: `${name}_p99`, value: percentile(times, 0.99), unit: 'ms', limit: null });
}

const server = await startPostgres({ settings: { shared_buffers: '512MB' } });
const database = createPostgresDatabase({ url: server.url(), poolSize: 4, statementTimeoutMs: 60_000 });
const plant: Plant = await loadPlant(database);
const repository = createReadingsRepository(database, { ...DEFAULT_QUERY_LIMITS, series: 1_000 });

const query = (accountId: AccountId, part: Partial<ReadingsQuery>, spanMs: number): Promise<unknown> =>
  repository.query({
    scope: wholeAccount(accountId),
    from: plant.end - spanMs,
    to: plant.end,
    points: 1_000,
    resolution: 'auto',
    ...part,
  });

let next = 0;
const oneSeries = (): SeriesId[] => plant.denseSeries.slice(next++ % plant.denseSeries.length).slice(0, 1);

await measure({
  name: 'day_of_one_series',
  runs: 200,
  ask: () => query(plant.accountId, { seriesIds: oneSeries() }, DAY_MS),
});
await measure({
  name: 'day_of_one_series_raw',
  runs: 50,
  ask: () => query(plant.accountId, { seriesIds: oneSeries(), resolution: 'raw' }, DAY_MS),
});
await measure({
  name: 'month_of_1000_series',
  runs: 20,
  ask: () => query(plant.monthAccountId, { points: 100, resolution: '1h' }, 30 * DAY_MS),
});
await measure({
  name: 'latest_of_10000_series',
  runs: 50,
  ask: () => repository.latest(wholeAccount(plant.latestAccountId), { limit: 10_000 }),
});
await database.close();
await server.stop();
