import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataFolder } from './data-folder.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'hawser-folder-'));
});

afterEach(() => rm(parent, { recursive: true }));

describe('claimDataFolder', () => {
  it('makes the folder and lets nobody else use it until it is released', async () => {
    const dir = join(parent, 'a', 'b');
    const folder = await claimDataFolder(dir);
    await expect(claimDataFolder(dir)).rejects.toThrow(/is used by another running Hawser/);
    await folder.release();
    await (await claimDataFolder(dir)).release();
  });

  it('knows the same folder by another path', async () => {
    const folder = await claimDataFolder(join(parent, 'x'));
    await expect(claimDataFolder(join(parent, 'y', '..', 'x'))).rejects.toThrow(/is used by another/);
    await folder.release();
  });

  it('says in one line that it cannot be written', async () => {
    writeFileSync(join(parent, 'file'), '');
    await expect(claimDataFolder(join(parent, 'file'))).rejects.toThrow(
      /^The data folder .*file cannot be written \(EEXIST\);/,
    );
  });
});
