import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { initialiseFolder } from './data-folder.ts';
import { type Engine, openEngine } from './engine.ts';
import { createHousekeeping } from './housekeeping.ts';
import { decodeResult } from './result-reader.ts';
import { encodeStatement } from './wire.ts';

const synced: string[] = [];

// The real operation, watched: that a setting is on does not show that anything reaches the disk.
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const watch = (operation: (file: number) => void) => (file: number) => {
    synced.push(original.readlinkSync(`/proc/self/fd/${file}`));
    operation(file);
  };
  const fsync: typeof original.fsync = Object.assign(
    (...[file, done]: Parameters<typeof original.fsync>) => {
      synced.push(original.readlinkSync(`/proc/self/fd/${file}`));
      original.fsync(file, done);
    },
    { __promisify__: original.fsync.__promisify__ },
  );
  return { ...original, fsync, fsyncSync: watch(original.fsyncSync), fdatasyncSync: watch(original.fdatasyncSync) };
});

describe('PGlite on disk', () => {
  let dataDir: string;
  let engine: Engine;
  const query = async <Row>(sql: string, params: readonly unknown[] = []) =>
    decodeResult<Row>(await engine.run(encodeStatement(sql, params))).rows;
  const walFiles = () => readdirSync(join(dataDir, 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name));

  beforeAll(async () => {
    dataDir = join(await tempDir('pglite'), 'db');
    await initialiseFolder(dataDir);
    engine = await openEngine({ dataDir, onFatal: (reason) => expect.unreachable(reason) });
    await query('CREATE TABLE items (id int PRIMARY KEY, label text)');
  });
  afterAll(() => engine.close());

  it('runs with fsync, by the only method that reaches the disk', async () => {
    const rows = await query("SELECT current_setting('fsync') AS fsync, current_setting('wal_sync_method') AS method");
    expect(rows).toEqual([{ fsync: 'on', method: 'fsync' }]);
  });

  it('syncs the write-ahead log with every commit, and only that', async () => {
    for (let id = 0; id < 3; id++) {
      synced.length = 0;
      await query('INSERT INTO items VALUES ($1, $2)', [id, 'x']);
      expect(synced.map((path) => path.replace(/[0-9A-F]{24}$/, 'SEGMENT'))).toEqual([`${dataDir}/pg_wal/SEGMENT`]);
    }
  });

  it('syncs nothing for a question', async () => {
    synced.length = 0;
    await query('SELECT count(*) FROM items');
    expect(synced).toEqual([]);
  });

  it('syncs tables and directories with a checkpoint', async () => {
    synced.length = 0;
    await query('CHECKPOINT');
    expect(synced).toContain(join(dataDir, 'global/pg_control'));
    expect(synced.some((path) => /base\/\d+\/\d+$/.test(path))).toBe(true);
    expect(synced).toContain(join(dataDir, 'pg_xact'));
  });

  it('was synced as a whole, with its folder, before it was put in its place', async () => {
    const other = join(await tempDir('pglite'), 'db');
    synced.length = 0;
    await initialiseFolder(other);
    const whole = readdirSync(other, { recursive: true, encoding: 'utf8' }).map((name) => `${other}.new/${name}`);
    expect(synced).toEqual(expect.arrayContaining([`${other}.new`, ...whole]));
    expect(whole).toContain(`${other}.new/PG_VERSION`);
    expect(synced.at(-1)).toBe(join(other, '..'));
  });

  it('does not let the write-ahead log grow while housekeeping is done', async () => {
    const megabyte = 1024 * 1024;
    const limits = { walBytes: 8 * megabyte, idleWalBytes: 8 * megabyte, vacuumIntervalMs: 1e12 };
    const housekeeping = createHousekeeping(engine, limits);
    await housekeeping.step(false, 0);
    let most = 0;
    for (let i = 0; i < 12; i++) {
      await query(
        "UPDATE items SET label = (SELECT string_agg(md5((i * $1)::text), '') FROM generate_series(1, 100000) i)",
        [i],
      );
      await query('SELECT pg_switch_wal()');
      await housekeeping.step(false, 0);
      most = Math.max(most, walFiles().length);
    }
    // Twelve switches wrote twelve segments of 16 MB; what is there are recycled ones, up to min_wal_size.
    expect(most).toBeLessThanOrEqual(8);
  });
});

describe('housekeeping', () => {
  it('vacuums and analyses neglected tables, and then leaves them alone', async () => {
    const engine = await openEngine({ dataDir: null, onFatal: (reason) => expect.unreachable(reason) });
    const query = async (sql: string) => decodeResult(await engine.run(encodeStatement(sql, []))).rows;
    await query('CREATE TABLE "Odd ""name" (id int)');
    await query('INSERT INTO "Odd ""name" SELECT generate_series(1, 1000)');
    await query('UPDATE "Odd ""name" SET id = id + 1; SELECT pg_stat_force_next_flush()');
    const housekeeping = createHousekeeping(engine, { walBytes: 1e12, idleWalBytes: 1e12, vacuumIntervalMs: 1000 });
    const counts =
      'SELECT n_dead_tup AS dead, vacuum_count AS vacuums, analyze_count AS analyses FROM pg_stat_user_tables';
    expect(await query(counts)).toEqual([{ dead: 1000, vacuums: 0, analyses: 0 }]);
    for (let i = 0; i < 30; i++) await housekeeping.step(true, 0);
    expect(await query(counts)).toEqual([{ dead: 0, vacuums: 1, analyses: 1 }]);
    await engine.close();
  });
});
