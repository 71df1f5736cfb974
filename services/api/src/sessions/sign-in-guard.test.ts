import { createFakeClock } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';
import { createSignInGuard } from './sign-in-guard.ts';

function guardWithClock() {
  const clock = createFakeClock();
  const guard = createSignInGuard(clock);
  /** Tries with a wrong password. @returns seconds to wait, 0 when the try was let through */
  const wrong = (user: string, address: string): number => {
    try {
      guard.enter(user, address);
      return 0;
    } catch (error) {
      return (error as { retryAfterSeconds: number }).retryAfterSeconds;
    }
  };
  return { clock, guard, wrong };
}

describe('sign-in guard', () => {
  it('doubles the wait with each wrong password after the fifth, up to 15 minutes', () => {
    const { clock, wrong } = guardWithClock();
    for (let i = 0; i < 5; i++) expect(wrong('u', `address-${i}`)).toBe(0);
    const waits = [];
    for (let i = 0; i < 12; i++) {
      const wait = wrong('u', `other-${i}`);
      waits.push(wait);
      clock.advance(wait * 1000);
      expect(wrong('u', `other-${i}`)).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('counts tries that run at the same time', () => {
    const { wrong } = guardWithClock();
    expect(Array.from({ length: 7 }, () => wrong('u', 'a') > 0)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('knows a user in any case, and leaves others alone', () => {
    const { wrong } = guardWithClock();
    for (let i = 0; i < 5; i++) wrong('Mara@X', 'a');
    expect(wrong('mara@x', 'b')).toBeGreaterThan(0);
    expect(wrong('other@x', 'a')).toBe(0);
  });

  it('locks an address that tries many users', () => {
    const { wrong } = guardWithClock();
    for (let i = 0; i < 30; i++) expect(wrong(`user-${i}`, 'a')).toBe(0);
    expect(wrong('user-31', 'a')).toBe(1);
    expect(wrong('user-31', 'b')).toBe(0);
  });

  it('forgets the wrong tries of a user after a right one, but not those of the address', () => {
    const { guard, wrong } = guardWithClock();
    for (let i = 0; i < 4; i++) wrong('u', 'a');
    guard.enter('u', 'a')();
    for (let i = 0; i < 4; i++) expect(wrong('u', 'a')).toBe(0);
    for (let i = 0; i < 22; i++) expect(wrong(`user-${i}`, 'a')).toBe(0);
    expect(wrong('fresh', 'a')).toBe(1);
  });

  it('forgets after an hour', () => {
    const { clock, wrong } = guardWithClock();
    for (let i = 0; i < 5; i++) wrong('u', 'a');
    clock.advance(3_600_001);
    expect(wrong('u', 'a')).toBe(0);
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
