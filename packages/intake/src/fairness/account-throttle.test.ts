import { type AccountId, newId } from '@hawser/core';
import { createFakeClock } from '@hawser/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryPolicies, MemoryUsage } from '../testing/memory-accounts.ts';
import { AccountMeters } from './account-meters.ts';
import { AccountThrottle } from './account-throttle.ts';

const DAY_MS = 86_400_000;
const ACME = newId<AccountId>();
const clock = createFakeClock();
const owner = { closedAt: null, account: ACME };
const neighbour = { closedAt: null, account: newId<AccountId>() };

let policies: MemoryPolicies;
let usage: MemoryUsage;
let meters: AccountMeters;

beforeEach(() => {
  policies = new MemoryPolicies();
  usage = new MemoryUsage();
  meters = new AccountMeters({ usage, clock, processes: 1 });
});

const throttle = (quotaHoldMs = 60_000) => new AccountThrottle({ policies, meters, quotaHoldMs });
const passed = (gate: AccountThrottle, times: number) =>
  Array.from({ length: times }, () => gate.enter(owner, 10)).filter((outcome) => outcome === undefined).length;

describe('readings per second', () => {
  it('what is above them waits, in order, and passes later; neighbours do not wait', async () => {
    policies.set(ACME, { limits: { readings_per_second: 50 } });
    const gate = throttle();
    expect(passed(gate, 50)).toBe(50);
    const order: number[] = [];
    const waiting = [1, 2, 3].map((n) => gate.enter(owner, 10)?.then((outcome) => outcome === 'pass' && order.push(n)));
    expect(gate.waiting).toBe(3);
    expect(gate.enter(neighbour, 10)).toBeUndefined();
    clock.advance(60);
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
    expect(gate.waiting).toBe(0);
  });

  it('are spent by the readings that ingestion finds in a message', async () => {
    policies.set(ACME, { limits: { readings_per_second: 100 } });
    Object.assign(usage, { readings: 2_000, messages: 40 });
    const gate = throttle();
    expect(passed(gate, 1)).toBe(1);
    await meters.refresh();
    // Each is 50 readings; the last one may take more than there is left.
    expect(passed(gate, 10)).toBe(2);
    gate.dismissAll();
  });

  it('are shared between the processes that take messages in', () => {
    policies.set(ACME, { limits: { readings_per_second: 100 } });
    meters = new AccountMeters({ usage, clock, processes: 10 });
    const gate = throttle();
    expect(passed(gate, 20)).toBe(10);
    gate.dismissAll();
  });
});

describe('a standing', () => {
  it('is near a rate from four fifths on, and at it when something had to wait', () => {
    policies.set(ACME, { limits: { readings_per_second: 10 } });
    const gate = throttle();
    const standing = (level: string) => [{ account: ACME, limit: 'readings_per_second', level }];
    passed(gate, 7);
    clock.advance(1_000);
    expect(meters.takeStandings()).toEqual([]);
    passed(gate, 8);
    clock.advance(1_000);
    expect(meters.takeStandings()).toEqual(standing('near'));
    passed(gate, 11);
    clock.advance(1_000);
    expect(meters.takeStandings()).toEqual(standing('reached'));
    gate.dismissAll();
    expect(meters.takeStandings()).toEqual([]);
  });

  it('is near the bytes of the day from four fifths on, and at them at the end', () => {
    policies.set(ACME, { limits: { bytes_per_day: 50 } });
    const gate = throttle();
    const standing = (level: string) => [{ account: ACME, limit: 'bytes_per_day', level }];
    passed(gate, 3);
    expect(meters.takeStandings()).toEqual([]);
    passed(gate, 1);
    expect(meters.takeStandings()).toEqual(standing('near'));
    passed(gate, 1);
    expect(meters.takeStandings()).toEqual(standing('reached'));
    clock.advance(DAY_MS);
    expect(meters.takeStandings()).toEqual([]);
  });
});

describe('bytes per day', () => {
  beforeEach(() => policies.set(ACME, { limits: { bytes_per_day: 35 } }));

  it('what is above them is held for a while, then refused', async () => {
    const gate = throttle(0);
    expect(passed(gate, 4)).toBe(4);
    expect(await gate.enter(owner, 10)).toBe('quota-exceeded');
  });

  it('count what other processes took, and begin anew with the day', async () => {
    usage.bytes.set(ACME, 30);
    const gate = throttle();
    expect(passed(gate, 1)).toBe(1);
    await meters.refresh();
    const held = gate.enter(owner, 10);
    expect(gate.waiting).toBe(1);
    clock.advance(DAY_MS);
    expect(await held).toBe('pass');
  });

  it('are not forgotten while the database is away', async () => {
    const gate = throttle();
    passed(gate, 2);
    usage.error = new Error('away');
    await expect(meters.refresh()).rejects.toThrow('away');
    usage.error = null;
    passed(gate, 1);
    await meters.refresh();
    expect(usage.bytes.get(ACME)).toBe(30);
  });
});

it('what waits is let go with its connection', async () => {
  policies.set(ACME, { limits: { bytes_per_day: 0 } });
  const gate = throttle();
  const other = { closedAt: null, account: ACME };
  const [own, others] = [gate.enter(owner, 1), gate.enter(other, 1)];
  gate.dismiss(owner);
  expect(await own).toBe('gone');
  expect(gate.waiting).toBe(1);
  gate.dismissAll();
  expect(await others).toBe('gone');
});
