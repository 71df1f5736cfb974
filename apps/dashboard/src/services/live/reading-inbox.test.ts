import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveReading } from './protocol.ts';
import { createReadingInbox } from './reading-inbox.ts';

function readings(count: number, first = 0): LiveReading[] {
  return Array.from({ length: count }, (_, index) => ({
    agent: 'a',
    agent_id: '1',
    device: 'd',
    metric: 'm',
    unit: null,
    time: first + index,
    value: index,
  }));
}

describe('reading inbox', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('hands on everything of one moment together, per account', () => {
    const onBatch = vi.fn();
    const inbox = createReadingInbox({ onBatch, intervalMs: 200, capacity: 100 });
    inbox.add('demo', readings(2));
    inbox.add('demo', readings(1, 2));
    inbox.add('other', readings(1));
    expect(onBatch).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(onBatch).toHaveBeenCalledTimes(2);
    expect(onBatch).toHaveBeenCalledWith(
      'demo',
      readings(3).map((item, index) => ({ ...item, value: index < 2 ? index : 0 })),
      false,
    );
  });

  it('holds no more than its capacity and says that it missed some', () => {
    const onBatch = vi.fn();
    const inbox = createReadingInbox({ onBatch, intervalMs: 200, capacity: 5 });
    for (let round = 0; round < 10; round += 1) inbox.add('demo', readings(3));
    vi.advanceTimersByTime(200);
    expect(onBatch.mock.calls[0]?.[1]).toHaveLength(5);
    expect(onBatch.mock.calls[0]?.[2]).toBe(true);
    inbox.add('demo', readings(1));
    vi.advanceTimersByTime(200);
    expect(onBatch).toHaveBeenLastCalledWith('demo', readings(1), false);
  });

  it('forgets what was cleared', () => {
    const onBatch = vi.fn();
    const inbox = createReadingInbox({ onBatch, intervalMs: 200, capacity: 5 });
    inbox.add('demo', readings(1));
    inbox.clear();
    vi.advanceTimersByTime(1_000);
    expect(onBatch).not.toHaveBeenCalled();
  });
});
