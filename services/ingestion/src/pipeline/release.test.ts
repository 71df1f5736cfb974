import { silentLogger } from '@hawser/platform';
import type { EntryId } from '@hawser/queue';
import type { CountedPositions, QueuePosition } from '@hawser/storage';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QueueReleaser } from './release.ts';

const id = (number: number) => String(number).padStart(4, '0') as EntryId;

function setUp(keepUncountedMs = Number.POSITIVE_INFINITY) {
  const released: number[] = [];
  let counted: CountedPositions = { entry: null, journals: new Map() };
  const releaser = new QueueReleaser({
    reader: {
      compare: (a, b) => Number(a) - Number(b),
      release: async (_shard, upTo) => void released.push(Number(upTo)),
    },
    shard: 0,
    counted: async () => counted,
    keepUncountedMs,
    log: silentLogger(),
  });
  return {
    released,
    releaser,
    count: (positions: Record<string, number>, entry: number | null = null) => {
      counted = {
        entry: entry === null ? null : (id(entry) as string as QueuePosition),
        journals: new Map(Object.entries(positions)),
      };
    },
    stored: (offset: number, positions: Record<string, number> = {}) =>
      releaser.stored(
        id(offset),
        Object.entries(positions).map(([journal, position]) => ({ journal, position })),
      ),
  };
}

/** Longer than what is stored together. */
const PAUSE_MS = 120;
const pause = () => vi.advanceTimersByTime(PAUSE_MS);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('release of what is counted by ids', () => {
  it('goes as far as it is stored and counted', async () => {
    const { released, releaser, count, stored } = setUp();
    stored(5);
    await releaser.release();
    count({}, 3);
    await releaser.release();
    count({}, 9);
    await releaser.release();
    stored(7);
    await releaser.release();
    expect(released).toEqual([3, 5, 7]);
  });
});

describe('release of what came through journals', () => {
  it('waits until every journal in it is counted, and keeps what comes after', async () => {
    const { released, releaser, count, stored } = setUp();
    stored(10, { a: 4, b: 6 });
    pause();
    stored(20, { a: 9 });
    count({ a: 9, b: 5 });
    await releaser.release();
    expect(released).toEqual([]);
    count({ a: 8, b: 6 });
    await releaser.release();
    expect(released).toEqual([10]);
    count({ a: 9, b: 6 });
    await releaser.release();
    await releaser.release();
    expect(released).toEqual([10, 20]);
  });

  it('lets entries that were sent again go with those before them', async () => {
    const { released, releaser, count, stored } = setUp();
    stored(10, { a: 4 });
    pause();
    stored(12);
    count({ a: 4 });
    await releaser.release();
    expect(released).toEqual([12]);
  });

  it('does not wait for ever for a journal that is gone', async () => {
    const { released, releaser, count, stored } = setUp(200);
    stored(10, { gone: 4, a: 1 });
    pause();
    stored(20, { a: 2 });
    count({ a: 1 });
    await releaser.release();
    expect(released).toEqual([]);
    pause();
    await releaser.release();
    expect(released).toEqual([10]);
    count({ a: 2 });
    await releaser.stop();
    expect(released).toEqual([10, 20]);
  });
});
