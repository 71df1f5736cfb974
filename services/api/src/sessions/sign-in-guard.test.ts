import type { Database } from '@hawser/storage';
import { createFakeClock, type FakeClock, startMemoryPglite } from '@hawser/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressBlock } from './address-block.ts';
import { BoundedCache } from './bounded-cache.ts';
import { createSignInGuard, type SignInGuard } from './sign-in-guard.ts';

const LOCKOUT = { freeTries: 5, firstLockMs: 1_000, maxLockMs: 900_000 };
const USER = { id: '01890000-0000-7000-8000-000000000001' as never, email: 'u' };

let pglite: { database: Database; close(): Promise<void> };
let clock: FakeClock;
let guard: SignInGuard;

beforeAll(async () => {
  pglite = await startMemoryPglite();
});
beforeEach(async () => {
  await pglite.database.query('TRUNCATE sign_in_failures');
  clock = createFakeClock(Date.now());
  guard = createSignInGuard(pglite.database, clock);
});
afterAll(() => pglite.close());

/** Seconds to wait, 0 when the try was let through. */
async function waitOf(entering: Promise<unknown>): Promise<number> {
  try {
    await entering;
    return 0;
  } catch (error) {
    return (error as { retryAfterSeconds: number }).retryAfterSeconds;
  }
}

/** Tries with a wrong password. @returns seconds to wait, 0 when the try was let through */
const wrong = (user: string, address: string, at = guard) => waitOf(at.enterPassword(user, address, LOCKOUT));

describe('sign-in guard', () => {
  it('doubles the wait with each wrong password after the fifth, up to 15 minutes', async () => {
    for (let i = 0; i < 5; i++) expect(await wrong('u', `address-${i}`)).toBe(0);
    const waits = [];
    for (let i = 0; i < 12; i++) {
      const wait = await wrong('u', `other-${i}`);
      waits.push(wait);
      clock.advance(wait * 1000);
      expect(await wrong('u', `other-${i}`)).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('counts tries that run at the same time, in several processes', async () => {
    const other = createSignInGuard(pglite.database, clock);
    const tries = Array.from({ length: 8 }, (_, i) => wrong('u', 'a', i % 2 === 0 ? guard : other));
    expect((await Promise.all(tries)).filter((wait) => wait === 0)).toHaveLength(5);
  });

  it('goes on after a restart where it was', async () => {
    for (let i = 0; i < 5; i++) await wrong('u', 'a');
    expect(await wrong('u', 'b', createSignInGuard(pglite.database, clock))).toBe(1);
  });

  it('knows a user in any case, and leaves others alone', async () => {
    for (let i = 0; i < 5; i++) await wrong('Mara@X', 'a');
    expect(await wrong('mara@x', 'b')).toBeGreaterThan(0);
    expect(await wrong('other@x', 'a')).toBe(0);
  });

  it('locks an address that tries many users, or that is one of many of the same place', async () => {
    for (let i = 0; i < 30; i++) expect(await wrong(`user-${i}`, `2001:db8:1:2::${i}`)).toBe(0);
    expect(await wrong('user-31', '2001:db8:1:2:ffff::1')).toBe(1);
    expect(await wrong('user-31', '2001:db8:1:3::1')).toBe(0);
    await guard.liftAddress(pglite.database, '2001:db8:1:2::');
    expect(await wrong('user-31', '2001:db8:1:2::1')).toBe(0);
  });

  it('counts a refused try under no name', async () => {
    for (let i = 0; i < 5; i++) await wrong('u', 'a');
    for (let i = 0; i < 40; i++) await wrong('u', 'b');
    expect(await wrong('other', 'b')).toBe(0);
  });

  it('forgets the wrong tries of a user after a right one, but not those of the address', async () => {
    for (let i = 0; i < 4; i++) await wrong('u', 'a');
    await (await guard.enterPassword('u', 'a', LOCKOUT))();
    for (let i = 0; i < 4; i++) expect(await wrong('u', 'a')).toBe(0);
    for (let i = 0; i < 22; i++) expect(await wrong(`user-${i}`, 'a')).toBe(0);
    expect(await wrong('fresh', 'a')).toBe(1);
  });

  it('counts codes apart from passwords, and lifts both for a user', async () => {
    const code = () => waitOf(guard.enterCode(USER.id, 'a', LOCKOUT));
    for (let i = 0; i < 5; i++) await code();
    expect(await code()).toBe(1);
    expect(await wrong('u', 'a')).toBe(0);
    for (let i = 0; i < 4; i++) await wrong('u', 'a');
    await guard.liftUser(pglite.database, USER);
    expect(await code()).toBe(0);
    expect(await wrong('u', 'a')).toBe(0);
    // Nothing is left to lift.
    await guard.liftUser(pglite.database, USER);
    expect(await code()).toBe(0);
  });

  it('forgets after an hour', async () => {
    for (let i = 0; i < 5; i++) await wrong('u', 'a');
    clock.advance(3_600_001);
    expect(await wrong('u', 'a')).toBe(0);
    expect(await wrong('u', 'a')).toBe(0);
    clock.advance(3_600_001);
    await guard.purge();
    expect(await pglite.database.query('SELECT 1 FROM sign_in_failures')).toEqual([]);
  });
});

describe('block of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['2001:db8:00a:b:c:d:e:f', '2001:db8:a:b::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('%s is in %s', (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});

describe('bounded cache', () => {
  it('lets go of the least recently used, and of what is too old', () => {
    const clock = createFakeClock();
    const cache = new BoundedCache<string, number>({ max: 2, ttlMs: 100, clock });
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
    clock.advance(100);
    expect(cache.get('a')).toBeUndefined();
    cache.delete('c');
    expect(cache.size).toBe(0);
  });
});
