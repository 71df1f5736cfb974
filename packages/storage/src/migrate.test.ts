import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tempDir } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseTooNewError, migrate } from './migrate.ts';
import { TEST_ENGINES, type TestEngine } from './readings/testing/engines.ts';

describe.each(TEST_ENGINES)('migrate on %s', (_name, open) => {
  let engine: TestEngine;
  let dir: string;
  let url: URL;

  beforeAll(async () => {
    engine = await open();
  });
  beforeEach(async () => {
    await engine.database.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    dir = await tempDir('migrations');
    url = pathToFileURL(`${dir}/`);
    await add('0001_first.sql', 'CREATE TABLE one (id int); INSERT INTO one VALUES (1);');
  });
  afterAll(() => engine.close());

  const add = (name: string, sql: string) => writeFile(join(dir, name), sql);
  const rows = (sql: string) => engine.database.query(sql);

  it('runs each file once, in order, and passes over other files', async () => {
    await add('0003_third.sql', 'INSERT INTO one SELECT id + 1 FROM two');
    await add('0002_second.sql', 'CREATE TABLE two AS SELECT id * 10 AS id FROM one');
    await add('README.md', 'not SQL');
    await mkdir(join(dir, 'folder'));
    const applied = ['0001_first.sql', '0002_second.sql', '0003_third.sql'];
    expect(await migrate(engine.database, url)).toMatchObject({ applied });
    expect(await migrate(engine.database, url)).toMatchObject({ applied: [] });
    expect(await rows('SELECT id FROM one ORDER BY id')).toEqual([{ id: 1 }, { id: 11 }]);
  });

  it('runs only what is new', async () => {
    await migrate(engine.database, url);
    await add('0002_second.sql', 'CREATE TABLE two (id int)');
    expect(await migrate(engine.database, url)).toMatchObject({ applied: ['0002_second.sql'] });
  });

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    await add('0002_broken.sql', 'CREATE TABLE two (id int); SELECT 1 / 0');
    await expect(migrate(engine.database, url)).rejects.toMatchObject({ code: '22012' });
    expect(await rows("SELECT to_regclass('one') IS NOT NULL AS one, to_regclass('two') IS NULL AS no_two")).toEqual([
      { one: true, no_two: true },
    ]);
    await add('0002_broken.sql', 'CREATE TABLE two (id int)');
    expect(await migrate(engine.database, url)).toMatchObject({ applied: ['0002_broken.sql'] });
  });

  it('runs each migration once when several programs start together', async () => {
    await add('0002_second.sql', 'INSERT INTO one VALUES (2)');
    const runs = await Promise.all([1, 2, 3].map(() => migrate(engine.database, url)));
    expect(runs.flatMap(({ applied }) => applied).sort()).toEqual(['0001_first.sql', '0002_second.sql']);
    expect(await rows('SELECT count(*) AS n FROM one')).toEqual([{ n: 2 }]);
  });

  it('refuses a database that a newer program has migrated, and changes nothing', async () => {
    await migrate(engine.database, url);
    await rows("INSERT INTO schema_migrations (version, name) VALUES (7, '0007_future.sql')");
    await add('0002_second.sql', 'CREATE TABLE two (id int)');
    await expect(migrate(engine.database, url)).rejects.toThrow(DatabaseTooNewError);
    await expect(migrate(engine.database, url)).rejects.toThrow(
      /schema version 7, this program knows versions up to 2/,
    );
    expect(await rows("SELECT to_regclass('two') AS two")).toEqual([{ two: null }]);
  });

  it('refuses two files with one number', async () => {
    await add('0001_again.sql', 'SELECT 1');
    await expect(migrate(engine.database, url)).rejects.toThrow(/number 1/);
  });

  it('brings the real schema up from nothing', async () => {
    const { applied } = await migrate(engine.database);
    expect(applied.slice(0, 2)).toEqual(['0001_accounts.sql', '0002_telemetry.sql']);
  });
});
