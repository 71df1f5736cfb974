import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './test-database.ts';

let databases: TestDatabase[];
beforeAll(async () => {
  databases = await Promise.all([testDatabase(), testDatabase()]);
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
});

it('gives each caller a migrated database of its own on one server', async () => {
  const [first, second] = databases.map(({ database }) => database);
  await first!.query('CREATE TABLE mine AS SELECT 42 AS answer');
  const tables = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const namesOf = async (database = second!) =>
    (await database.query<{ name: string }>(tables)).map(({ name }) => name);
  expect(await namesOf()).toEqual(expect.arrayContaining(['accounts', 'readings', 'ledger']));
  expect(await namesOf(first)).toContain('mine');
  expect(await namesOf()).not.toContain('mine');
  expect(new URL(databases[0]!.url).port).toBe(new URL(databases[1]!.url).port);
});
