import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tempDir } from '@hawser/testkit';
import { afterAll, expect, it } from 'vitest';
import { checkReadiness } from './readiness.ts';

const database = { query: async () => [] };
const room = () => ({ queue: true });
const mounted: string[] = [];

afterAll(() => {
  for (const folder of mounted) execFileSync('umount', [folder]);
});

it('is ready when the database answers, the queue takes messages and there is room on the disk', async () => {
  const readiness = await checkReadiness({ database, folders: [await tempDir('ready')], checks: room });
  expect(readiness).toEqual({ ready: true, checks: { database: true, queue: true, disk: true } });
});

it('says which of them is missing', async () => {
  const dataDir = await tempDir('ready');
  const silent = { query: () => Promise.reject(new Error('gone')) };
  expect((await checkReadiness({ database: silent, folders: [dataDir], checks: room })).checks.database).toBe(false);
  const full = () => ({ queue: false });
  expect(await checkReadiness({ database, folders: [dataDir], checks: full })).toMatchObject({
    ready: false,
    checks: { queue: false },
  });
});

it.runIf(process.getuid?.() === 0)('is not ready on a disk that is nearly full', async () => {
  const dataDir = `${await tempDir('full')}/disk`;
  mkdirSync(dataDir);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir]);
  mounted.push(dataDir);
  expect(await checkReadiness({ database, folders: [dataDir], checks: room })).toMatchObject({
    ready: false,
    checks: { disk: false },
  });
});
