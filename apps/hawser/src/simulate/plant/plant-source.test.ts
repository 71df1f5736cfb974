import { describe, expect, it } from 'vitest';
import type { SimulatedDevice } from './device.ts';
import { type DueMessage, type PlantSourceOptions, plantMessages } from './plant-source.ts';

const START = 1_700_000_000_000;

function device(name: string, metrics: number): SimulatedDevice {
  return {
    name,
    metrics,
    scan: (time) => Array.from({ length: metrics }, (_, index) => ({ metric: `m${index}`, value: index, time })),
  };
}

function take(count: number, devices: SimulatedDevice[], options: Partial<PlantSourceOptions>): DueMessage[] {
  const source = plantMessages(devices, {
    rate: 10,
    readingsPerMessage: 4,
    startAt: START,
    clock: () => START,
    ...options,
  });
  return Array.from({ length: count }, () => source.next().value as DueMessage);
}

describe('plantMessages', () => {
  it('fills each message with readings of one device', () => {
    const messages = take(6, [device('a', 3), device('b', 5)], {});
    for (const { message } of messages) expect(message.readings).toHaveLength(4);
    expect(new Set(messages.map(({ message }) => message.device))).toEqual(new Set(['a', 'b']));
  });

  it('keeps the rate of the whole agent on average', () => {
    const messages = take(1_000, [device('a', 3), device('b', 5)], { rate: 20 });
    const seconds = ((messages.at(-1)?.dueAt ?? 0) - START) / 1_000;
    expect((1_000 * 4) / seconds).toBeCloseTo(20, 0);
  });

  it('stamps readings with the time of their scan', () => {
    const [first, second] = take(2, [device('a', 4)], { rate: 8 });
    expect(first?.message.readings[0]?.time).toBe(START);
    expect(second?.message.readings[0]?.time).toBe(START + 500);
  });

  it('splits a scan that is larger than a message', () => {
    const messages = take(5, [device('a', 5)], { readingsPerMessage: 1 });
    expect(messages.map(({ message }) => message.readings[0]?.metric)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  });

  it('has no pauses and real times without a rate', () => {
    let now = START;
    const messages = take(3, [device('a', 4)], { rate: null, clock: () => ++now });
    expect(messages.map(({ dueAt }) => dueAt)).toEqual([null, null, null]);
    expect(messages.map(({ message }) => message.readings[0]?.time)).toEqual([START + 1, START + 2, START + 3]);
  });
});
