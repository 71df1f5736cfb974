import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir, testDatabase } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { readLicenceText } from './read-licence-text.ts';
import { runLicence } from './run-licence.ts';

it('reads the licence anew from the file that the environment names', async () => {
  const file = join(await tempDir('licence'), 'licence.jwt');
  const env = { LICENSE_KEY_FILE: file, LICENSE_PUBLIC_KEY: 'pem', HAWSER_SHARDS: '8' };
  await writeFile(file, 'first\n');
  expect(readLicenceText(env)).toEqual({ key: 'first', publicKey: 'pem' });
  await writeFile(file, 'second\n');
  expect(readLicenceText(env)).toEqual({ key: 'second', publicKey: 'pem' });
});

it('shows what an installation has, and what needs attention', async () => {
  const { database, url, close } = await testDatabase();
  await database.query('SELECT 1');
  const show = async (env: Record<string, string>) => {
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const flags = { database: url };
    const code = await runLicence({ json: false, flags }, env, { say, complain: say });
    return { code, text: lines.join('\n') };
  };
  const none = await show({});
  expect(none.code).toBe(0);
  expect(none.text).toMatch(/^Licence: none\nTenant: [0-9a-f-]{36}\nEnds: never\nagents: 0 of any number\n/);
  const bad = await show({ LICENSE_KEY: 'nonsense' });
  expect(bad).toMatchObject({ code: 1, text: expect.stringContaining('! The licence cannot be used') });
  await close();
});
