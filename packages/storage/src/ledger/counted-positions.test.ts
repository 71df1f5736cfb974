import { newId } from '@hawser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueuePosition } from '../ingestion/queue-position.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import { createCountedPositions, journalQueueName } from './counted-positions.ts';
import { createIntakeLedger } from './intake-ledger.ts';
import { createLedgerRepository } from './ledger-repository.ts';

const atPosition = (position: number) => String(position).padStart(16, '0') as QueuePosition;

describe.each(TEST_ENGINES)('counted positions on %s', (_name, open) => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  const count = (journal: string, shard: number, position: number) =>
    createIntakeLedger(engine.database, { queue: journalQueueName(journal) }).add(shard, atPosition(position), []);

  it('are those of the queue and of every journal', async () => {
    const queue = `q-${newId()}`;
    const [first, second] = [newId<string>(), newId<string>()];
    const counted = createCountedPositions(engine.database, { queue });
    expect((await counted.ofShard(0)).entry).toBeNull();
    await count(first, 0, 41);
    await count(first, 1, 9);
    await count(second, 0, 7);
    await createIntakeLedger(engine.database, { queue }).add(0, '17-3' as QueuePosition, []);
    const { entry, journals } = await counted.ofShard(0);
    expect(entry).toBe('17-3');
    expect([journals.get(first), journals.get(second)]).toEqual([41, 7]);
    expect(await counted.ofJournal(first)).toEqual(
      new Map([
        [0, 41],
        [1, 9],
      ]),
    );
    expect(await counted.ofJournal(newId())).toEqual(new Map());
  });

  it('come with the ledger where they are not equally far as what is stored', async () => {
    const fixture = await telemetryFixture(engine.database);
    const [behind, ahead, even, fresh] = [newId<string>(), newId<string>(), newId<string>(), newId<string>()];
    const positions = [behind, ahead, even].map((journal) => ({ journal, position: 5 }));
    await fixture.store.commit(fixture.batch({ positions }));
    for (const [journal, position] of [
      [behind, 3],
      [ahead, 8],
      [even, 5],
      [fresh, 2],
    ] as const) {
      await count(journal, 0, position);
    }
    await count(ahead, 1, 4);
    const queue = `q-${fixture.accountId}`;
    const ledger = createLedgerRepository(engine.database);
    const snapshot = await ledger.read(fixture.accountId, { from: 0, to: 60_000 });
    expect(snapshot.shards.find((each) => each.queue === queue)).toMatchObject({ journaled: true, intakeCursor: null });
    const of = (journal: string) => snapshot.journals.filter((each) => each.journal === journal);
    expect(of(behind)).toEqual([{ queue, shard: 0, journal: behind, stored: 5, counted: 3 }]);
    expect(of(ahead).toSorted((a, b) => a.shard - b.shard)).toEqual([
      { queue, shard: 0, journal: ahead, stored: 5, counted: 8 },
      { queue, shard: 1, journal: ahead, stored: 0, counted: 4 },
    ]);
    expect(of(even)).toEqual([]);
    expect(of(fresh)).toEqual([{ queue: null, shard: 0, journal: fresh, stored: 0, counted: 2 }]);
    expect((await ledger.positions()).some((each) => each.queue.startsWith('journal:'))).toBe(false);
  });
});
