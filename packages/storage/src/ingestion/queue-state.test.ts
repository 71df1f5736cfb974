import { newId } from '@hawser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalQueueName } from '../ledger/counted-positions.ts';
import { createIntakeLedger } from '../ledger/intake-ledger.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { SHARD, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import type { QueuePosition } from './queue-position.ts';
import { readQueueState } from './queue-state.ts';

describe.each(TEST_ENGINES)('readQueueState on %s', (_name, open) => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  const count = (journal: string, shard: number, position: number) =>
    createIntakeLedger(engine.database, { queue: journalQueueName(journal) }).add(
      shard,
      String(position) as QueuePosition,
      [],
    );

  it('tells owners, offsets and how far journals are stored and counted', async () => {
    const fixture = await telemetryFixture(engine.database);
    const other = await telemetryFixture(engine.database);
    const [both, foreign, onlyCounted] = [newId<string>(), newId<string>(), newId<string>()];
    const batch = fixture.batch({ positions: [{ journal: both, position: 7 }] });
    await fixture.store.commit(batch);
    await other.store.commit(other.batch({ positions: [{ journal: foreign, position: 1 }] }));
    await count(both, SHARD, 9);
    await count(both, SHARD + 1, 3);
    await count(foreign, SHARD, 1);
    await count(onlyCounted, SHARD, 5);

    const queue = `q-${fixture.accountId}`;
    const state = await readQueueState(engine.database, queue, 10);
    expect(state.shards).toMatchObject([{ shard: SHARD, owner: 'test', epoch: 1, offset: batch.offset }]);
    expect(state.shards[0]!.leaseLeftMs).toBeGreaterThan(0);
    expect(new Set(state.journals.map(({ storedAt: _, ...rest }) => rest))).toEqual(
      new Set([
        { journal: both, shard: SHARD, stored: 7, counted: 9 },
        { journal: both, shard: SHARD + 1, stored: null, counted: 3 },
        { journal: onlyCounted, shard: SHARD, stored: null, counted: 5 },
      ]),
    );
    expect(state.moreJournals).toBe(false);
    const few = await readQueueState(engine.database, queue, 2);
    expect([few.journals.length, few.moreJournals]).toEqual([2, true]);
  });
});
