import type { SigningKey } from '@hawser/storage';
import { createFakeClock } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from './access-tokens.ts';
import { createSigningKeys } from './signing-keys.ts';

const DAY_MS = 86_400_000;

const LIVES = { signingMs: 30 * DAY_MS, tokenMs: 900_000 };

/** Keys as the table keeps them; two processes can share it. */
function keyTable() {
  const keys: SigningKey[] = [];
  return {
    keys,
    list: async (now: number) => {
      const newestFirst = [...keys].sort((a, b) => b.generation - a.generation);
      return newestFirst.filter((key, index) => key.retireAt > now || index === 0);
    },
    insert: async (key: SigningKey) => {
      if (keys.every(({ generation }) => generation !== key.generation)) keys.push(key);
    },
    purgeRetired: async () => undefined,
  };
}

const CLAIMS = { userId: 'user' as never, family: 'family' };

describe('signing keys', () => {
  it('are made once, also when many ask at once', async () => {
    const table = keyTable();
    const keys = createSigningKeys(LIVES, table, createFakeClock());
    const kids = await Promise.all(Array.from({ length: 5 }, async () => (await keys.current()).kid));
    expect(new Set(kids).size).toBe(1);
    expect(table.keys).toHaveLength(1);
    expect(await keys.publicKeys()).toEqual([expect.not.objectContaining({ d: expect.anything() })]);
  });

  it('change after 30 days: the next one is published a day before, the old one until its last token has expired', async () => {
    const [table, clock] = [keyTable(), createFakeClock()];
    const keys = createSigningKeys(LIVES, table, clock);
    const tokens = createAccessTokens(keys, clock);
    const first = (await keys.current()).kid;
    clock.advance(29 * DAY_MS - 1);
    expect(await keys.publicKeys()).toHaveLength(1);
    clock.advance(1);
    expect(await keys.publicKeys()).toHaveLength(2);
    expect((await keys.current()).kid).toBe(first);
    clock.advance(DAY_MS - 1);
    const last = await tokens.sign(CLAIMS, 900);
    clock.advance(1);
    expect((await keys.current()).kid).not.toBe(first);
    clock.advance(898_000);
    expect(await tokens.verify(last)).toMatchObject(CLAIMS);
    expect(await keys.publicKeys()).toHaveLength(2);
    clock.advance(DAY_MS + 3_000);
    expect(await keys.publicKeys()).toHaveLength(1);
  });

  it('are the same for several processes, whoever makes them', async () => {
    const [table, clock] = [keyTable(), createFakeClock()];
    const processes = [1, 2, 3].map(() => createSigningKeys(LIVES, table, clock));
    const agree = async () => {
      const kids = await Promise.all(processes.map(async (keys) => (await keys.current()).kid));
      expect(new Set(kids).size).toBe(1);
      return kids[0];
    };
    const seen = [];
    for (const days of [0, 29, 1, 28, 2, 400]) {
      clock.advance(days * DAY_MS);
      seen.push(await agree());
    }
    const [first, second, third] = [...new Set(seen)];
    expect(seen).toEqual([first, first, second, second, third, seen[5]]);
    expect(table.keys.map(({ generation }) => generation)).toEqual([1, 2, 3, 4]);
  });

  it('made by another process are found when a token names them', async () => {
    const [table, clock] = [keyTable(), createFakeClock()];
    const [here, there] = [createSigningKeys(LIVES, table, clock), createSigningKeys(LIVES, table, clock)];
    await here.publicKeys();
    table.keys.length = 0;
    const token = await createAccessTokens(there, clock).sign(CLAIMS, 900);
    clock.advance(1_000);
    expect(await createAccessTokens(here, clock).verify(token)).toMatchObject(CLAIMS);
  });

  it('that are unknown make a token invalid', async () => {
    const clock = createFakeClock();
    const foreign = await createAccessTokens(createSigningKeys(LIVES, keyTable(), clock), clock).sign(CLAIMS, 900);
    const tokens = createAccessTokens(createSigningKeys(LIVES, keyTable(), clock), clock);
    await expect(tokens.verify(foreign)).rejects.toMatchObject({ code: 'invalid-token' });
  });
});
