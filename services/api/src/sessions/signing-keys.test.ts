import type { SigningKey } from '@hawser/storage';
import { createFakeClock } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from './access-tokens.ts';
import { createSigningKeys } from './signing-keys.ts';

const DAY_MS = 86_400_000;

/** Keys as the table keeps them; two processes can share it. */
function keyTable() {
  const keys: SigningKey[] = [];
  return {
    keys,
    active: async (now: number) =>
      keys.filter((key) => key.retireAt === null || key.retireAt > now).sort((a, b) => b.createdAt - a.createdAt),
    insert: async (key: SigningKey) => void keys.push(key),
  };
}

const CLAIMS = { userId: 'user' as never, family: 'family' };

describe('signing keys', () => {
  it('are made once, also when many ask at once', async () => {
    const table = keyTable();
    const keys = createSigningKeys(table, createFakeClock());
    const kids = await Promise.all(Array.from({ length: 5 }, async () => (await keys.current()).kid));
    expect(new Set(kids).size).toBe(1);
    expect(table.keys).toHaveLength(1);
    expect(await keys.publicKeys()).toEqual([expect.not.objectContaining({ d: expect.anything() })]);
  });

  it('change after 90 days; tokens of the old one are accepted for a while', async () => {
    const [table, clock] = [keyTable(), createFakeClock()];
    const keys = createSigningKeys(table, clock);
    const tokens = createAccessTokens(keys, clock);
    const first = (await keys.current()).kid;
    clock.advance(90 * DAY_MS - 1_000);
    const old = await tokens.sign(CLAIMS, 900);
    clock.advance(2_000);
    expect((await keys.current()).kid).not.toBe(first);
    expect(await tokens.verify(old)).toMatchObject(CLAIMS);
    expect(await keys.publicKeys()).toHaveLength(2);
    clock.advance(DAY_MS);
    expect(await keys.publicKeys()).toHaveLength(1);
  });

  it('made by another process are found when a token names them', async () => {
    const [table, clock] = [keyTable(), createFakeClock()];
    const [here, there] = [createSigningKeys(table, clock), createSigningKeys(table, clock)];
    await here.publicKeys();
    table.keys.length = 0;
    const token = await createAccessTokens(there, clock).sign(CLAIMS, 900);
    clock.advance(1_000);
    expect(await createAccessTokens(here, clock).verify(token)).toMatchObject(CLAIMS);
  });

  it('that are unknown make a token invalid', async () => {
    const clock = createFakeClock();
    const foreign = await createAccessTokens(createSigningKeys(keyTable(), clock), clock).sign(CLAIMS, 900);
    const tokens = createAccessTokens(createSigningKeys(keyTable(), clock), clock);
    await expect(tokens.verify(foreign)).rejects.toMatchObject({ code: 'invalid-token' });
  });
});
