import { encodeEnvelope } from '@hawser/contracts/streams';
import type { AccountId, AgentId, DeadLetterId } from '@hawser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryQueue } from '../testing/memory-queue.ts';
import { MemoryLedger } from '../testing/memory-stores.ts';
import { COUNTER_LIMITS, type PendingEntry, ShardCounter } from './shard-counter.ts';

const ACCOUNT = 'account' as AccountId;
const AGENT = 'agent' as AgentId;
const NOON = Date.UTC(2025, 0, 15, 12);

const record = (receivedAt = NOON, replayOf: string | null = null) =>
  encodeEnvelope({
    account: ACCOUNT,
    agent: AGENT,
    agentName: 'gateway-1',
    serviceInstance: 'default',
    dialect: 'native',
    kind: 'telemetry',
    topic: 't',
    contentType: null,
    receivedAt,
    traceparent: null,
    replayOf: replayOf as DeadLetterId | null,
    payload: new Uint8Array(),
  });

function setUp(limits = COUNTER_LIMITS) {
  const queue = new MemoryQueue(1);
  const ledger = new MemoryLedger();
  const unreadable: string[] = [];
  const start = () =>
    new ShardCounter(0, { reader: queue, intakeLedger: ledger, onUnreadable: (id) => unreadable.push(id) }, limits);
  return { queue, ledger, unreadable, start };
}

describe('the counter of a shard', () => {
  it('counts by minute of receipt and moves the cursor along', async () => {
    const { queue, ledger, start } = setUp();
    const counter = start();
    await counter.flush();
    for (const at of [NOON, NOON + 59_999, NOON + 60_000]) {
      counter.appended(counter.begin(ACCOUNT, AGENT, at), queue.add(0, record(at)));
    }
    await counter.flush();
    expect(Object.fromEntries(ledger.counts)).toEqual({ [`agent ${NOON}`]: 2, [`agent ${NOON + 60_000}`]: 1 });
    expect(ledger.cursors.get(0)).toBe('000000000003');
  });

  it('does not move the cursor past an append that has not ended', async () => {
    const { queue, ledger, start } = setUp();
    const counter = start();
    await counter.flush();
    const first = counter.begin(ACCOUNT, AGENT, NOON);
    const second = counter.begin(ACCOUNT, AGENT, NOON);
    const third = counter.begin(ACCOUNT, AGENT, NOON);
    const firstId = queue.add(0, record());
    counter.appended(second, queue.add(0, record()));
    await counter.flush();
    expect(ledger.cursors.get(0)).toBeUndefined();
    counter.appended(first, firstId);
    await counter.flush();
    expect([ledger.received(), ledger.cursors.get(0)]).toEqual([2, '000000000002']);
    counter.failed(third);
    await counter.flush();
    expect(ledger.received()).toBe(2);
    expect(counter.idle).toBe(true);
  });

  it('counts after a crash what was appended and not written down', async () => {
    const { queue, ledger, start } = setUp();
    const before = start();
    await before.flush();
    for (let n = 0; n < 7; n++) {
      before.appended(before.begin(ACCOUNT, AGENT, NOON), queue.add(0, record()));
      if (n === 2) await before.flush();
    }
    const after = start();
    await after.flush();
    expect(ledger.received()).toBe(7);
  });

  it('reads the queue in pieces', async () => {
    const { queue, ledger, start } = setUp({ ...COUNTER_LIMITS, readEntries: 3 });
    for (let n = 0; n < 10; n++) queue.add(0, record());
    await start().flush();
    expect(ledger.received()).toBe(10);
  });

  it('passes over replays without counting them, also in a quiet shard', async () => {
    const { queue, ledger, start } = setUp();
    const counter = start();
    queue.add(0, record(NOON, 'dead letter'));
    await counter.flush();
    expect([ledger.received(), ledger.cursors.get(0)]).toEqual([0, '000000000001']);
    queue.add(0, record(NOON, 'dead letter'));
    expect(counter.idle).toBe(true);
    await counter.catchUp();
    expect([ledger.received(), ledger.cursors.get(0)]).toEqual([0, '000000000002']);
  });

  it('reports entries that cannot be read, and goes on behind them', async () => {
    const { queue, ledger, unreadable, start } = setUp();
    queue.add(0, new Uint8Array([9, 9, 9]));
    queue.add(0, record());
    await start().flush();
    expect([ledger.received(), unreadable]).toEqual([1, ['000000000001']]);
  });

  it.each(['error', 'lateError'] as const)('counts each once when the database fails (%s)', async (kind) => {
    const { queue, ledger, start } = setUp();
    const counter = start();
    await counter.flush();
    counter.appended(counter.begin(ACCOUNT, AGENT, NOON), queue.add(0, record()));
    ledger[kind] = new Error('connection lost');
    await expect(counter.flush()).rejects.toThrow('connection lost');
    counter.appended(counter.begin(ACCOUNT, AGENT, NOON), queue.add(0, record()));
    ledger.error = null;
    await counter.flush();
    await counter.flush();
    expect(ledger.received()).toBe(2);
  });

  it('keeps little in memory while the database is away, and counts everything afterwards', async () => {
    const { queue, ledger, start } = setUp({ ...COUNTER_LIMITS, maxTallies: 5 });
    const counter = start();
    await counter.flush();
    for (let n = 0; n < 100; n++) {
      const at = NOON + n * 60_000;
      counter.appended(counter.begin(ACCOUNT, AGENT, at), queue.add(0, record(at)));
    }
    await counter.flush();
    expect(ledger.received()).toBe(100);
  });

  it('counts each entry exactly once, whatever happens in which order', async () => {
    const step = fc.constantFrom('begin', 'durable', 'settle', 'flush', 'crash', 'fail', 'late', 'idle', 'replay');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { queue, ledger, start } = setUp({ ...COUNTER_LIMITS, maxHeldEntries: 2, maxTallies: 2, readEntries: 2 });
        let counter = start();
        let open: { entry: PendingEntry; id: ReturnType<MemoryQueue['add']> | null }[] = [];
        let appended = 0;
        const flushing: Promise<unknown>[] = [];
        for (const [index, doing] of steps.entries()) {
          if (doing === 'begin') open.push({ entry: counter.begin(ACCOUNT, AGENT, NOON + index * 30_000), id: null });
          if (doing === 'durable') {
            const next = open.find(({ id }) => id === null);
            if (next !== undefined) {
              next.id = queue.add(0, record(next.entry.receivedAt));
              appended++;
            }
          }
          if (doing === 'settle') {
            const next = open[0];
            if (next?.id != null) {
              counter.appended(next.entry, next.id);
              open.shift();
            }
          }
          // Not waited for here, so that the following steps happen while it is under way.
          if (doing === 'flush' && flushing.length === 0) {
            flushing.push(counter.flush().catch(() => undefined));
            await Promise.resolve();
          } else if (doing !== 'begin' && doing !== 'durable' && doing !== 'settle') {
            await Promise.all(flushing.splice(0));
          }
          if (doing === 'idle' && counter.idle) await counter.catchUp().catch(() => undefined);
          if (doing === 'replay') queue.add(0, record(NOON, 'dead letter'));
          if (doing === 'late') ledger.lateError = new Error('the answer was lost');
          if (doing === 'fail') {
            ledger.error = new Error('down');
            await counter.flush().catch(() => undefined);
            ledger.error = null;
          }
          if (doing === 'crash') {
            open = [];
            counter = start();
          }
        }
        await Promise.all(flushing);
        ledger.lateError = null;
        for (const { entry, id } of open) id === null ? counter.failed(entry) : counter.appended(entry, id);
        await counter.flush();
        await counter.flush();
        expect(ledger.received()).toBe(appended);
      }),
      { numRuns: 1_000 },
    );
  });
});
