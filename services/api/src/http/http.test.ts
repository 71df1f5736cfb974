import { createFakeClock } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import { etagOf, expectedVersion } from './etag.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { parseSpan, parseTime } from './times.ts';

describe('parseTime', () => {
  it.each([
    ['1763800000000', 1_763_800_000_000],
    ['0', 0],
    ['-1', -1],
    ['2026-01-31T12:00:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00:00.250+02:00', Date.UTC(2026, 0, 31, 10, 0, 0, 250)],
    ['2026-01-31t12:00:00z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
  ])('reads %s', (text, ms) => {
    expect(parseTime('from', text)).toBe(ms);
  });

  it.each([
    '',
    'now',
    '12:00',
    '2026-01-31T12:00:00',
    '2026-13-01T00:00:00Z',
    '1e3',
    '9'.repeat(16),
    '+12026-01-01T00:00:00Z',
  ])('refuses %j and names the field', (text) => {
    expect(() => parseTime('from', text)).toThrow('query.from is not a time');
  });
});

describe('parseSpan', () => {
  it('takes the defaults, and never one that is after the end', () => {
    const defaults = { from: 100, to: 200 };
    expect(parseSpan({}, defaults)).toEqual(defaults);
    expect(parseSpan({ to: '50' }, defaults)).toEqual({ from: 50, to: 50 });
    expect(() => parseSpan({ from: '300' }, defaults)).toThrow('after query.to');
  });
});

describe('entity tags', () => {
  it('go there and back', () => {
    expect(expectedVersion(etagOf(7))).toBe(7);
    expect(expectedVersion('W/"7"')).toBe(7);
    expect([expectedVersion(undefined), expectedVersion('*')]).toEqual([null, null]);
    expect(() => expectedVersion('7')).toThrow('never was');
  });
});

describe('idempotency', () => {
  const request = (key: string | undefined, body: unknown = 1, scope = ['agent', 'me']) => ({ key, scope, body });

  function counted() {
    const clock = createFakeClock();
    const store = createIdempotencyStore(clock);
    let times = 0;
    const work = async () => {
      times += 1;
      return { times, password: 'shown once' };
    };
    return { clock, store, work, times: () => times };
  }

  it('answers a repeat with the first answer, for a day', async () => {
    const { clock, store, work } = counted();
    const first = await store.once(request('k'), work);
    expect(await store.once(request('k'), work)).toEqual(first);
    clock.advance(24 * 3_600_000);
    expect(await store.once(request('k'), work)).toMatchObject({ times: 2 });
  });

  it('keeps keys of different callers apart, and does everything without a key', async () => {
    const { store, work, times } = counted();
    await store.once(request('k'), work);
    await store.once(request('k', 1, ['agent', 'somebody else']), work);
    await store.once(request(undefined), work);
    await store.once(request(undefined), work);
    expect(times()).toBe(4);
  });

  it('refuses the key with another body, and while the first request runs', async () => {
    const { store, work } = counted();
    const running = store.once(request('k'), work);
    await expect(store.once(request('k'), work)).rejects.toThrow('not finished');
    await running;
    await expect(store.once(request('k', 2), work)).rejects.toThrow('another body');
  });

  it('forgets a request that failed', async () => {
    const { store, work } = counted();
    const failing = async () => {
      throw new Error('no');
    };
    await expect(store.once(request('k'), failing)).rejects.toThrow('no');
    expect(await store.once(request('k'), work)).toMatchObject({ times: 1 });
  });
});
