import { startMemoryPglite } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const SECRET = new Uint8Array([1, 2, 3]);

let pglite: Awaited<ReturnType<typeof startMemoryPglite>>;

beforeAll(async () => {
  pglite = await startMemoryPglite();
});
afterAll(() => pglite.close());

const box = (key: string | null = null) => createSecretBox(key, pglite.database);

describe('secret box', () => {
  it('opens in every process what one has sealed, each time differently', async () => {
    const sealed = await box().seal(SECRET, 'ada');
    expect(new Uint8Array(await box().open(sealed, 'ada'))).toEqual(SECRET);
    expect(await box().seal(SECRET, 'ada')).not.toEqual(sealed);
  });

  it('opens nothing for another owner, and nothing that was changed', async () => {
    const sealed = await box().seal(SECRET, 'ada');
    await expect(box().open(sealed, 'eve')).rejects.toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const changed = Uint8Array.from(sealed, (byte, at) => (at === i ? byte ^ 1 : byte));
      await expect(box().open(changed, 'ada')).rejects.toThrow();
    }
  });

  it('opens old secrets after a key was set, and none without that key', async () => {
    const before = await box().seal(SECRET, 'ada');
    const after = await box('a long random text').seal(SECRET, 'ada');
    expect(new Uint8Array(await box('a long random text').open(before, 'ada'))).toEqual(SECRET);
    await expect(box().open(after, 'ada')).rejects.toThrow('another SECRET_KEY');
    await expect(box('another text').open(after, 'ada')).rejects.toThrow('another SECRET_KEY');
  });
});
