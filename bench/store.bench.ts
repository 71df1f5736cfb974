import type { SeriesId } from '@hawser/core';
import {
  type CommitBatch,
  createDayPartitions,
  createIngestStore,
  type Database,
  dayOf,
  encodeReadings,
  type IngestStore,
  migrate,
  PLAIN_TABLES,
  type QueuePosition,
  ReadingColumns,
  readingsCopyTarget,
  type StoredReading,
} from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';
import { startPostgres } from '@hawser/testkit';
import { report, seconds } from './support/measure.ts';

/**
 * What storing costs beyond the rows themselves: whole commits (readings, roll-ups, latest values, offset) on two
 * connections, beside COPY of the very same rows into the very same table. PostgreSQL waits for the disk.
 */

const CONNECTIONS = 2;
const BATCHES = 30;
const ROWS = 20_000;
const DAY_MS = 86_400_000;

interface Load {
  readonly name: string;
  /** Of each connection. */
  readonly series: number;
  /** Milliseconds between two readings of a series. */
  readonly periodMs: number;
}

const start = Math.floor(Date.now() / DAY_MS) * DAY_MS;

function batch({ series, periodMs }: Load, connection: number, number: number): StoredReading[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const at = number * ROWS + row;
    const seriesId = (1 + connection * series + (at % series)) as SeriesId;
    const time = start + Math.floor(at / series) * periodMs;
    return { seriesId, time, value: Math.sin(at), text: null, quality: 0 };
  });
}

function commitOf(epoch: number, number: number, readings: readonly StoredReading[]): CommitBatch {
  const offset = String(number).padStart(12, '0') as QueuePosition;
  const nothing = {
    deadLetters: [],
    ledger: [],
    cursors: [],
    positions: [],
    opaqueIds: [],
    resolvedDeadLetters: [],
    failedReplays: [],
  };
  return { shard: 0, epoch, offset, readings: ReadingColumns.of(readings), ...nothing };
}

async function commitAll(store: IngestStore, batches: readonly StoredReading[][]): Promise<void> {
  const lease = await store.acquireShard(0, 'bench', 600_000);
  if (lease === null) throw new Error('The shard of a new queue must be free.');
  for (const [number, readings] of batches.entries()) await store.commit(commitOf(lease.epoch, number, readings));
}

async function copyAll(database: Database, batches: readonly Uint8Array[]): Promise<void> {
  const target = readingsCopyTarget(PLAIN_TABLES.readings);
  for (const data of batches) await database.transaction((tx) => tx.copyIn(target, data));
}

async function measure(database: Database, load: Load): Promise<void> {
  const lanes = Array.from({ length: CONNECTIONS }, (_, connection) =>
    Array.from({ length: BATCHES }, (_, number) => batch(load, connection, number)),
  );
  const encoded = lanes.map((batches) => batches.map((readings) => encodeReadings(ReadingColumns.of(readings))));
  const rows = CONNECTIONS * BATCHES * ROWS;
  await database.query('TRUNCATE readings, rollup_partials');
  const raw = await seconds(() => Promise.all(encoded.map((batches) => copyAll(database, batches))));
  await database.query('TRUNCATE readings');
  const stores = lanes.map((_, lane) => createIngestStore(database, { queue: `${load.name}-${lane}` }));
  const stored = await seconds(() => Promise.all(stores.map((store, lane) => commitAll(store, lanes[lane] ?? []))));
  report({ name: load.name, value: rows / stored, unit: 'readings/s', limit: rows / raw });
}

const server = await startPostgres({ fsync: true, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
const database = createPostgresDatabase({ url: server.url(), poolSize: CONNECTIONS, statementTimeoutMs: 60_000 });
await migrate(database);
await createDayPartitions(database, PLAIN_TABLES).ensure([dayOf(start)]);
await measure(database, { name: 'warm_up', series: 1_000, periodMs: 1_000 });
await measure(database, { name: 'each_second', series: 1_000, periodMs: 1_000 });
await measure(database, { name: 'each_10_seconds', series: 5_000, periodMs: 10_000 });
await database.close();
await server.stop();
