import { createFakeClock, startMemoryPglite } from '@hawser/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import type { Account } from './account.ts';
import { createAccountHolds } from './account-holds.ts';
import { createAccountRepository } from './account-repository.ts';
import { createLimitCrossings } from './limit-crossings.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];

let db: Database;
let close: () => Promise<void>;
let acme: Account;
const clock = createFakeClock(Date.UTC(2026, 0, 1, 12));

beforeAll(async () => {
  const pglite = await startMemoryPglite();
  db = pglite.database;
  close = pglite.close;
  acme = await createAccountRepository(db).create({ name: 'sys', parentId: null });
});
afterAll(() => close());

it('a crossing of a rate is told once while it lasts, and again when it comes back', async () => {
  const crossings = createLimitCrossings(db);
  const reached = { account: acme.id, limit: 'readings_per_second', level: 'reached' } as const;
  const began = clock();
  expect(await crossings.note([reached], clock())).toEqual([reached]);
  for (let minutes = 0; minutes < 10; minutes += 4) {
    clock.advance(4 * MINUTE);
    expect(await crossings.note([reached], clock())).toEqual([]);
  }
  const noted = { limit: 'readings_per_second', level: 'reached', since: began };
  expect(await crossings.ofAccount(acme.id, clock())).toEqual([noted]);
  clock.advance(6 * MINUTE);
  expect(await crossings.ofAccount(acme.id, clock())).toEqual([]);
  expect(await crossings.note([reached], clock())).toEqual([reached]);
});

it('a crossing of a day is told once on each day', async () => {
  const crossings = createLimitCrossings(db);
  const near = { account: acme.id, limit: 'bytes_per_day', level: 'near' } as const;
  expect(await crossings.note([near, { ...near, level: 'reached' }], clock())).toHaveLength(2);
  clock.advance(6 * HOUR);
  expect(await crossings.note([near], clock())).toEqual([]);
  clock.advance(6 * HOUR);
  expect(await crossings.note([near], clock())).toEqual([near]);
});

it('an account is held until the latest time that was said', async () => {
  const holds = createAccountHolds(db);
  const now = clock();
  expect(await holds.heldUntil(acme.id, now)).toBeNull();
  await holds.hold([acme.id], now + 2_000);
  await holds.hold([acme.id], now + 1_000);
  expect(await holds.heldUntil(acme.id, now + 1_999)).toBe(now + 2_000);
  expect(await holds.heldUntil(acme.id, now + 2_000)).toBeNull();
});
