import { createFakeClock, startMemoryPglite } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Queryable } from '../database.ts';
import type { Account } from './account.ts';
import { type AccountPolicies, createAccountPolicies } from './account-policies.ts';
import { createAccountRepository } from './account-repository.ts';
import { createAccountUsageRepository } from './account-usage.ts';

const DAY = 86_400_000;

let db: Database;
let close: () => Promise<void>;
let acme: Account;
let north: Account;
let policies: AccountPolicies;
let broken: Error | null;
const clock = createFakeClock();
const errors: unknown[] = [];

beforeAll(async () => {
  const pglite = await startMemoryPglite();
  db = pglite.database;
  close = pglite.close;
});
afterAll(() => close());
beforeEach(async () => {
  await db.query('TRUNCATE accounts CASCADE');
  const accounts = createAccountRepository(db);
  const root = await accounts.create({ name: 'sys', parentId: null });
  acme = await accounts.create({ name: 'acme', parentId: root.id, expiresAt: clock() + DAY, limits: { agents: 5 } });
  north = await accounts.create({ name: 'north', parentId: acme.id, expiresAt: clock() + 2 * DAY });
  broken = null;
  errors.length = 0;
  const breakable: Queryable = { query: (sql, params) => (broken ? Promise.reject(broken) : db.query(sql, params)) };
  policies = createAccountPolicies({ db: breakable, clock, onError: (error) => errors.push(error) });
});

const change = (account: Account, settings: Account['settings']) =>
  createAccountRepository(db).update(account.id, null, { settings, limits: { agents: 3 } });

describe('policies of accounts', () => {
  it('are those of the whole path', async () => {
    const policy = await policies.read(north.id);
    expect(policy?.limits.agents).toEqual({ value: 5, from: 'acme' });
    expect(policy?.openUntil).toBe(acme.expiresAt);
    expect(north.openUntil).toBe(acme.expiresAt);
    expect((await policies.effectiveSettings(north.id)).values.mfa_required).toBe(false);
  });

  it('are remembered for five seconds, or until they are invalidated above', async () => {
    await policies.read(north.id);
    await change(acme, { mfa_required: true });
    expect((await policies.effectiveSettings(north.id)).values.mfa_required).toBe(false);
    policies.invalidate(acme.id);
    expect((await policies.effectiveSettings(north.id)).from.mfa_required).toBe('acme');
    await change(north, { retention_days: 7 });
    clock.advance(5_000);
    expect((await policies.effectiveSettings(north.id)).values.retention_days).toBe(7);
  });

  it('go on to hold while the database is away, for whoever may not wait', async () => {
    expect(policies.known(north.id)).toBeNull();
    await policies.read(north.id);
    broken = new Error('away');
    clock.advance(60_000);
    expect(policies.known(north.id)?.limits.agents.value).toBe(5);
    await expect(policies.read(north.id)).rejects.toThrow('away');
    expect(errors).toEqual([broken]);
  });

  it('there are none of accounts that do not exist', async () => {
    await db.query('DELETE FROM accounts WHERE id = $1', [north.id]);
    expect(await policies.read(north.id)).toBeNull();
  });
});

it('what accounts use is added up over the branch and by the day', async () => {
  const usage = createAccountUsageRepository(db);
  const now = Date.UTC(2024, 4, 31, 12);
  const tally = (account: Account, bytes: number) => ({ accountId: account.id, messages: 1, bytes });
  await usage.add([tally(acme, 10), tally(north, 5)], now);
  await usage.add([tally(north, 7)], now);
  await usage.add([tally(north, 100)], now + DAY);
  expect((await usage.ofBranch(acme.id, now, 5)).bytesToday).toBe(22);
  expect((await usage.ofBranch(north.id, now, 5)).bytesToday).toBe(12);
  expect(await usage.purge(now + DAY, 10)).toBe(2);
  expect((await usage.ofBranch(acme.id, now, 5)).bytesToday).toBe(0);
});
