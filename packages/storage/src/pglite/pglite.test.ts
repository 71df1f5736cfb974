import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { pgliteTemplate, startChild, tempDir, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { DatabaseUnavailableError } from '../sql-error.ts';
import { connectPglite } from './client.ts';
import { type PgliteHandle, startPglite } from './start.ts';
import { ensureTemplate } from './template.ts';
import { encodeStatement } from './wire.ts';

describe('PGlite in its thread', () => {
  let pglite: PgliteHandle;

  beforeAll(async () => {
    pglite = await startPglite({ dataDir: null, silentTransactionMs: 300 });
    await pglite.database.query('CREATE TABLE items (id int PRIMARY KEY)');
  });
  afterAll(() => pglite.close());

  const count = async () => (await pglite.database.query<{ n: number }>('SELECT count(*) AS n FROM items'))[0]?.n;

  it('rolls back a transaction whose client says nothing, and lets the others go on', async () => {
    let waiting: Promise<number | undefined> | undefined;
    const work = pglite.database.transaction(async (tx) => {
      await tx.query('INSERT INTO items VALUES (1)');
      waiting = count();
      expect(await waiting).toBe(0);
      await tx.query('INSERT INTO items VALUES (2)');
    });
    await expect(work).rejects.toThrow(/no statement came for too long/);
    expect(await count()).toBe(0);
  });

  it('rolls back the transaction of a client whose port closes', async () => {
    const other = connectPglite(pglite.connect());
    const work = other.transaction(async (tx) => {
      await tx.query('INSERT INTO items VALUES (1)');
      await other.close();
    });
    await expect(work).rejects.toThrow(DatabaseUnavailableError);
    expect(await count()).toBe(0);
  });

  it('rolls back the transaction of a thread that ends in the middle, and passes over its waiting ones', async () => {
    const port = pglite.connect();
    const code = `
      const { workerData, parentPort } = require('node:worker_threads');
      const { port, wire } = workerData;
      port.on('message', ({ type }) => { if (type === 'began') parentPort.postMessage('began'); });
      port.postMessage({ type: 'begin', id: 1, wire });
      port.postMessage({ type: 'begin', id: 2, wire });`;
    const worker = new Worker(code, {
      eval: true,
      workerData: { port, wire: encodeStatement('BEGIN', []) },
      transferList: [port],
    });
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    expect(await count()).toBe(0);
  });

  it('undoes a BEGIN that is no transaction()', async () => {
    await expect(pglite.database.query('BEGIN')).rejects.toThrow(/Use transaction\(\)/);
    await pglite.database.query('INSERT INTO items VALUES (7)');
    expect(await connectPglite(pglite.connect()).query('SELECT id FROM items')).toEqual([{ id: 7 }]);
  });

  it('takes the buffer of COPY data over instead of copying it', async () => {
    const data = new Uint8Array(50_000);
    const copy = pglite.database.transaction((tx) => tx.copyIn('items (id)', data));
    await expect(copy).rejects.toMatchObject({ code: '22P04' });
    expect(data.byteLength).toBe(0);
  });
});

describe('PGlite in a folder', () => {
  let dir: string;
  let template: string;
  let sound: string;

  beforeAll(async () => {
    dir = await tempDir('pglite');
    template = await pgliteTemplate();
    sound = join(dir, 'sound');
    const pglite = await startPglite({ dataDir: sound, template });
    await pglite.database.query('CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items VALUES (1)');
    await pglite.close();
  });

  const copyOfSound = (): string => {
    const copy = join(dir, randomUUID());
    cpSync(sound, copy, { recursive: true });
    return copy;
  };

  it('keeps what was written', async () => {
    const pglite = await startPglite({ dataDir: sound });
    expect(await pglite.database.query('SELECT id FROM items')).toEqual([{ id: 1 }]);
    await pglite.close();
    await expect(pglite.database.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
  });

  it('begins with a template, which holds the current schema, and keeps what is written then', async () => {
    expect(await ensureTemplate(dirname(template))).toBe(template);
    const dataDir = join(dir, 'from-template');
    const first = await startPglite({ dataDir, template });
    expect(await migrate(first.database)).toMatchObject({ applied: [] });
    await first.database.query('CREATE TABLE items AS SELECT 1 AS id');
    await first.close();
    const second = await startPglite({ dataDir, template });
    expect(await second.database.query('SELECT id FROM items')).toEqual([{ id: 1 }]);
    await second.close();
  });

  it('makes no database of a template that is damaged', async () => {
    const damaged = join(dir, 'damaged.tgz');
    writeFileSync(damaged, 'no archive');
    const dataDir = join(dir, 'from-damaged');
    await expect(startPglite({ dataDir, template: damaged })).rejects.toThrow(DatabaseUnavailableError);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('starts anew when the first start was interrupted', async () => {
    const dataDir = join(dir, 'interrupted');
    mkdirSync(`${dataDir}.new`);
    writeFileSync(`${dataDir}.new/PG_VERSION`, '18\n');
    mkdirSync(dataDir);
    const pglite = await startPglite({ dataDir, template });
    expect(await pglite.database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await pglite.close();
    expect(existsSync(`${dataDir}.new`)).toBe(false);
  });

  it.each<[string, RegExp, (dataDir: string) => void]>([
    ['a folder of something else', /not a database/, (path) => rmSync(join(path, 'PG_VERSION'))],
    [
      'another version',
      /initialized by PostgreSQL version 17/,
      (path) => writeFileSync(join(path, 'PG_VERSION'), '17'),
    ],
    ['a lost control file', /global\/pg_control/, (path) => rmSync(join(path, 'global/pg_control'))],
    [
      'a damaged control file',
      /PG_CONTROL_VERSION/,
      (path) => writeFileSync(join(path, 'global/pg_control'), Buffer.alloc(8192)),
    ],
    ['a lost write-ahead log', /checkpoint record/, (path) => emptyFolder(join(path, 'pg_wal'))],
    ['a damaged configuration', /contains errors/, (path) => writeFileSync(join(path, 'postgresql.conf'), '= =')],
  ])('says what is wrong with %s, and does not touch it', async (_, reason, damage) => {
    const dataDir = copyOfSound();
    damage(dataDir);
    const before = readdirSync(dataDir).sort();
    const start = startPglite({ dataDir });
    await expect(start).rejects.toThrow(DatabaseUnavailableError);
    await expect(start).rejects.toThrow(reason);
    expect(
      readdirSync(dataDir)
        .filter((name) => name !== 'postmaster.pid')
        .sort(),
    ).toEqual(before);
  });

  it.each(['/proc/nothing/db', '/dev/null', '/dev/null/db'])('says that %s cannot be used', async (dataDir) => {
    await expect(startPglite({ dataDir })).rejects.toThrow(/cannot be (made|read): E/);
  });

  it('tells everybody when PostgreSQL gives up, and recovers at the next start', async () => {
    const dataDir = copyOfSound();
    const failures: Error[] = [];
    const pglite = await startPglite({ dataDir, onFailure: (error) => failures.push(error) });
    const other = connectPglite(pglite.connect());
    await pglite.database.query('INSERT INTO items VALUES (2)');
    renameSync(join(dataDir, 'pg_wal'), join(dataDir, 'hidden'));
    await other.query('SELECT pg_switch_wal()').catch(() => undefined);
    const writes = [pglite.database, other].map((db) => db.query('INSERT INTO items SELECT generate_series(10, 9999)'));
    for (const write of await Promise.allSettled(writes)) {
      expect(write).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailableError) as unknown });
    }
    await waitFor(() => failures.length > 0);
    expect(failures.map(({ message }) => message)).toEqual([expect.stringContaining('pg_wal')]);

    renameSync(join(dataDir, 'hidden'), join(dataDir, 'pg_wal'));
    const again = await startPglite({ dataDir });
    expect(await again.database.query('SELECT id FROM items ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    await again.close();
  });

  it('has every acknowledged row after the process was killed', async () => {
    const dataDir = copyOfSound();
    const script = new URL('./testing/write-for-ever.ts', import.meta.url).pathname;
    const child = await startChild({ command: process.execPath, args: ['--import', 'tsx', script, dataDir] });
    await child.waitForOutput(/^row 300$/m);
    await child.stop('SIGKILL');
    const acknowledged = [...child.output().matchAll(/^row (\d+)$/gm)].map(([, id]) => Number(id));

    const pglite = await startPglite({ dataDir });
    const rows = await pglite.database.query<{ id: number }>('SELECT id FROM items');
    const stored = new Set(rows.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThanOrEqual(299);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    await pglite.close();
  });
});

function emptyFolder(path: string): void {
  rmSync(path, { recursive: true });
  mkdirSync(path);
}
