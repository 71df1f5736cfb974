import { type AccountId, newId, type SeriesId } from '@hawser/core';
import {
  createDayPartitions,
  type Database,
  dayOf,
  encodeReadings,
  migrate,
  PLAIN_TABLES,
  ReadingColumns,
  readingsCopyTarget,
  type StoredReading,
} from '@hawser/storage';

export const DAY_MS = 86_400_000;

const DENSE_SERIES = 20;
const ROLLED_UP_SERIES = 1_000;
const LATEST_SERIES = 10_000;
const ROWS_PER_COPY = 86_400;

/** What there is to ask about. */
export interface Plant {
  /** End of all data, in milliseconds since the Unix epoch. */
  readonly end: number;
  /** Twenty series with a reading a second for a day. */
  readonly accountId: AccountId;
  readonly denseSeries: readonly SeriesId[];
  /** A thousand series with a month of roll-ups. */
  readonly monthAccountId: AccountId;
  /** Ten thousand series with a latest reading. */
  readonly latestAccountId: AccountId;
}

/** Fills an empty database: readings by COPY, and what is made of them in the server. */
export async function loadPlant(database: Database): Promise<Plant> {
  await migrate(database);
  await database.query(`INSERT INTO accounts (id, name, parent_id, path) VALUES ($1, 'sys', NULL, '/sys')`, [newId()]);
  const end = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const dense = await addSeries(database, 'dense', DENSE_SERIES);
  const month = await addSeries(database, 'month', ROLLED_UP_SERIES);
  const latest = await addSeries(database, 'latest', LATEST_SERIES);
  await createDayPartitions(database, PLAIN_TABLES).ensure([dayOf(end - 1)]);
  for (const seriesId of dense.series) await copyDay(database, seriesId, end);
  await rollUp(database, dense.series, end);
  await makeMonth(database, month.series, end);
  await database.query(
    `INSERT INTO latest_readings (series_id, time, value, quality)
     SELECT id, $2::timestamptz, id, 0 FROM unnest($1::int[]) AS s (id)`,
    [latest.series, new Date(end)],
  );
  await database.query('VACUUM ANALYZE');
  return {
    end,
    accountId: dense.accountId,
    denseSeries: dense.series,
    monthAccountId: month.accountId,
    latestAccountId: latest.accountId,
  };
}

async function addSeries(
  database: Database,
  name: string,
  count: number,
): Promise<{ accountId: AccountId; series: SeriesId[] }> {
  const accountId = newId<AccountId>();
  const agents = `INSERT INTO agents (id, account_id, name)
    SELECT gen_random_uuid(), $1, 'agent-' || n FROM generate_series(1, greatest(1, $2::int / 100)) AS n`;
  const series = `INSERT INTO series (account_id, agent_id, device, metric, value_kind)
    SELECT $1, a.id, 'plc-' || n / 50, 'metric-' || n, 'number' FROM generate_series(1, $2::int) AS n
    JOIN agents a ON a.account_id = $1 AND a.name = 'agent-' || 1 + n % greatest(1, $2::int / 100) RETURNING id`;
  const parent = '(SELECT id FROM accounts WHERE parent_id IS NULL)';
  await database.query(`INSERT INTO accounts (id, name, parent_id, path) VALUES ($1, $2, ${parent}, '/' || $2::text)`, [
    accountId,
    name,
  ]);
  await database.query(agents, [accountId, count]);
  const rows = await database.query<{ id: SeriesId }>(series, [accountId, count]);
  return { accountId, series: rows.map(({ id }) => id) };
}

async function copyDay(database: Database, seriesId: SeriesId, end: number): Promise<void> {
  const rows = Array.from(
    { length: ROWS_PER_COPY },
    (_, second): StoredReading => ({
      seriesId,
      time: end - DAY_MS + second * 1_000,
      value: Math.sin(second / 1_000),
      text: null,
      quality: 0,
    }),
  );
  await database.transaction((tx) =>
    tx.copyIn(readingsCopyTarget(PLAIN_TABLES.readings), encodeReadings(ReadingColumns.of(rows))),
  );
}

async function rollUp(database: Database, series: readonly SeriesId[], end: number): Promise<void> {
  for (const [table, width] of [
    ['readings_1m', '1 minute'],
    ['readings_1h', '1 hour'],
  ] as const) {
    await database.query(
      `INSERT INTO ${table} SELECT series_id, date_bin('${width}', time, to_timestamp(0)), count(*), count(*), sum(value),
         min(value), max(value), min(value), min(time), max(value), max(time)
       FROM readings WHERE series_id = ANY ($1::int[]) AND time >= $2 GROUP BY 1, 2`,
      [series, new Date(end - DAY_MS)],
    );
  }
}

async function makeMonth(database: Database, series: readonly SeriesId[], end: number): Promise<void> {
  await database.query(
    `INSERT INTO readings_1h SELECT id, bucket, 3600, 3600, 3600 * sin(id), sin(id) - 1, sin(id) + 1, 0, bucket, 0, bucket
     FROM unnest($1::int[]) AS s (id),
       generate_series($2::timestamptz, $3::timestamptz - interval '1 hour', interval '1 hour') AS bucket`,
    [series, new Date(end - 30 * DAY_MS), new Date(end)],
  );
}
