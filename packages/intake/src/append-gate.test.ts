import { type AccountId, newId } from '@hawser/core';
import { describe, expect, it } from 'vitest';
import { AppendGate } from './append-gate.ts';

const ACME = newId<AccountId>();
const owner = { closedAt: null, account: ACME };
const FEW = { maxEntries: 10, maxBytes: 100, maxEntriesPerAccount: 2 };

describe('the append gate', () => {
  it('gives places up to the limits and in order', async () => {
    const gate = new AppendGate({ maxEntries: 2, maxBytes: 100, maxEntriesPerAccount: 10 });
    expect(gate.enter(owner, 10)).toBeUndefined();
    expect(gate.enter(owner, 10)).toBeUndefined();
    const order: string[] = [];
    const third = gate.enter(owner, 10)?.then(() => order.push('third'));
    const fourth = gate.enter(owner, 10)?.then(() => order.push('fourth'));
    expect([gate.inFlight, gate.waiting]).toEqual([2, 2]);
    gate.leave(ACME, 10);
    gate.leave(ACME, 10);
    await Promise.all([third, fourth]);
    expect(order).toEqual(['third', 'fourth']);
    expect([gate.inFlight, gate.waiting]).toEqual([2, 0]);
  });

  it('counts bytes as well, and lets no small one overtake a large one', () => {
    const gate = new AppendGate({ maxEntries: 10, maxBytes: 100, maxEntriesPerAccount: 10 });
    gate.enter(owner, 60);
    expect(gate.enter(owner, 60)).toBeInstanceOf(Promise);
    expect(gate.enter(owner, 1)).toBeInstanceOf(Promise);
    expect([gate.inFlight, gate.waiting]).toEqual([1, 2]);
  });

  it('lets a single one pass that is larger than everything', () => {
    const gate = new AppendGate({ maxEntries: 10, maxBytes: 100, maxEntriesPerAccount: 10 });
    expect(gate.enter(owner, 1_000)).toBeUndefined();
  });

  it('lets go of those whose owner is gone, and admits who is behind them', async () => {
    const gate = new AppendGate({ maxEntries: 10, maxBytes: 100, maxEntriesPerAccount: 10 });
    const other = { closedAt: null, account: ACME };
    gate.enter(owner, 60);
    const large = gate.enter(owner, 60);
    const small = gate.enter(other, 10);
    gate.dismiss(owner);
    expect(await large).toBe(false);
    expect(await small).toBe(true);
    expect(gate.inFlight).toBe(2);
  });

  it('tells when it is idle', async () => {
    const gate = new AppendGate({ maxEntries: 1, maxBytes: 100, maxEntriesPerAccount: 10 });
    await gate.idle();
    gate.enter(owner, 1);
    const waiting = gate.enter(owner, 1);
    const idle = gate.idle().then(() => gate.inFlight + gate.waiting);
    gate.dismissAll();
    expect(await waiting).toBe(false);
    gate.leave(ACME, 1);
    expect(await idle).toBe(0);
  });

  it('holds an account to its share while others send, and lets each of them pass at once', () => {
    const gate = new AppendGate(FEW);
    const neighbour = { closedAt: null, account: newId<AccountId>() };
    for (let sent = 0; sent < 4; sent++) expect(gate.enter(owner, 1)).toBeUndefined();
    expect(gate.enter(neighbour, 1)).toBeUndefined();
    expect(gate.enter(owner, 1)).toBeInstanceOf(Promise);
    expect(gate.enter(owner, 1)).toBeInstanceOf(Promise);
    expect(gate.enter(neighbour, 1)).toBeUndefined();
    for (let left = 0; left < 3; left++) gate.leave(ACME, 1);
    expect([gate.inFlight, gate.waiting]).toEqual([4, 1]);
  });

  it('takes accounts in turn when the queue has room again', async () => {
    const gate = new AppendGate({ maxEntries: 1, maxBytes: 100, maxEntriesPerAccount: 1 });
    const neighbour = { closedAt: null, account: newId<AccountId>() };
    gate.enter(owner, 1);
    const order: string[] = [];
    const wait = (who: typeof owner, name: string) => gate.enter(who, 1)?.then(() => order.push(name));
    const all = [wait(owner, 'a1'), wait(owner, 'a2'), wait(neighbour, 'b1'), wait(neighbour, 'b2')];
    for (const account of [ACME, ACME, neighbour.account, ACME]) gate.leave(account, 1);
    await Promise.all(all);
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  it('gives an account a larger share where appends take longer', () => {
    const gate = new AppendGate({ maxEntries: 1_000, maxBytes: 1_000, maxEntriesPerAccount: 64 });
    gate.enter({ closedAt: null, account: newId<AccountId>() }, 1);
    const passed = () =>
      Array.from({ length: 100 }, () => gate.enter(owner, 1)).filter((place) => place === undefined).length;
    expect(passed()).toBe(8);
    for (let append = 0; append < 1_000; append++) gate.appended(0.005);
    for (let left = 0; left < 8; left++) gate.leave(ACME, 1);
    expect(gate.inFlight).toBe(41);
    for (let append = 0; append < 1_000; append++) gate.appended(5);
    for (let left = 0; left < 40; left++) gate.leave(ACME, 1);
    expect(gate.inFlight).toBe(1 + 52);
  });
});
