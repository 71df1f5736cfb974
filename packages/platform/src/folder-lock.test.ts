import { tempDir } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { FolderInUse, lockFolder } from './folder-lock.ts';

it('lets one holder at a time have a folder', async () => {
  const dir = await tempDir('lock');
  const first = await lockFolder(dir);
  await expect(lockFolder(dir)).rejects.toThrow(FolderInUse);
  await (await lockFolder(await tempDir('other'))).release();
  await first.release();
  await (await lockFolder(dir)).release();
});
