import { describe, expect, it } from 'vitest';
import { AppendGate } from './append-gate.ts';

const owner = { closedAt: null };

describe('the append gate', () => {
  it('gives places up to the limits and in order', async () => {
    const gate = new AppendGate({ maxEntries: 2, maxBytes: 100 });
    expect(gate.enter(owner, 10)).toBeUndefined();
    expect(gate.enter(owner, 10)).toBeUndefined();
    const order: string[] = [];
    const third = gate.enter(owner, 10)?.then(() => order.push('third'));
    const fourth = gate.enter(owner, 10)?.then(() => order.push('fourth'));
    expect([gate.inFlight, gate.waiting]).toEqual([2, 2]);
    gate.leave(10);
    gate.leave(10);
    await Promise.all([third, fourth]);
    expect(order).toEqual(['third', 'fourth']);
    expect([gate.inFlight, gate.waiting]).toEqual([2, 0]);
  });

  it('counts bytes as well, and lets no small one overtake a large one', () => {
    const gate = new AppendGate({ maxEntries: 10, maxBytes: 100 });
    gate.enter(owner, 60);
    expect(gate.enter(owner, 60)).toBeInstanceOf(Promise);
    expect(gate.enter(owner, 1)).toBeInstanceOf(Promise);
    expect([gate.inFlight, gate.waiting]).toEqual([1, 2]);
  });

  it('lets a single one pass that is larger than everything', () => {
    const gate = new AppendGate({ maxEntries: 10, maxBytes: 100 });
    expect(gate.enter(owner, 1_000)).toBeUndefined();
  });

  it('lets go of those whose owner is gone, and admits who is behind them', async () => {
    const gate = new AppendGate({ maxEntries: 10, maxBytes: 100 });
    const other = { closedAt: null };
    gate.enter(owner, 60);
    const large = gate.enter(owner, 60);
    const small = gate.enter(other, 10);
    gate.dismiss(owner);
    expect(await large).toBe(false);
    expect(await small).toBe(true);
    expect(gate.inFlight).toBe(2);
  });

  it('tells when it is idle', async () => {
    const gate = new AppendGate({ maxEntries: 1, maxBytes: 100 });
    await gate.idle();
    gate.enter(owner, 1);
    const waiting = gate.enter(owner, 1);
    const idle = gate.idle().then(() => gate.inFlight + gate.waiting);
    gate.dismissAll();
    expect(await waiting).toBe(false);
    gate.leave(1);
    expect(await idle).toBe(0);
  });
});
