import { Client } from 'pg';
import { expect, it } from 'vitest';
import { startPostgres } from './postgres.ts';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

it('starts PostgreSQL 15 or newer with the wanted settings, and again on the same folder and port', async () => {
  const first = await startPostgres({ fsync: true, settings: { work_mem: '7MB' } });
  const url = first.url();
  const [row] = await ask(
    url,
    `SELECT current_setting('server_version_num')::int >= 150000,
    current_setting('fsync'), current_setting('work_mem')`,
  );
  expect(row).toEqual([true, 'on', '7MB']);
  await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();

  const again = await startPostgres({ dataDir: first.dataDir, port: first.port });
  expect(again.url()).toBe(url);
  expect(await ask(url, `SELECT answer, current_setting('fsync') FROM kept`)).toEqual([[42, 'off']]);
  await again.stop();
  await expect(ask(url, 'SELECT 1')).rejects.toThrow();
});
