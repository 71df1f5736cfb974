import { newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { SHARD, type TelemetryFixture, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import { StaleEpochError } from './commit-batch.ts';
import { createJournalOffsets, type JournalOffsets } from './journal-offsets.ts';

describe.each(TEST_ENGINES)('JournalOffsets on %s', (_name, open) => {
  let engine: TestEngine;
  let fixture: TelemetryFixture;
  let offsets: JournalOffsets;
  let journal: string;

  beforeAll(async () => {
    engine = await open();
  });
  beforeEach(async () => {
    fixture = await telemetryFixture(engine.database);
    offsets = createJournalOffsets(engine.database, { queue: `q-${fixture.accountId}` });
    journal = newId();
  });
  afterAll(() => engine.close());

  it('gives the positions of a batch to whoever asks for the journal, and to the next owner of the shard', async () => {
    const other = newId<string>();
    const positions = [
      { journal, position: 7 },
      { journal: other, position: 2 ** 40 },
    ];
    await fixture.store.commit(fixture.batch({ positions }));
    expect(await offsets.storedPositions(journal)).toEqual(new Map([[SHARD, 7]]));
    expect(await offsets.storedPositions(newId())).toEqual(new Map());
    const lease = await fixture.store.acquireShard(SHARD, 'test', 1_000);
    expect(new Set(lease?.positions)).toEqual(new Set(positions));
    expect((await fixture.store.acquireShard(SHARD + 1, 'test', 1_000))?.positions).toEqual([]);
  });

  it('never moves a position back', async () => {
    await fixture.store.commit(fixture.batch({ positions: [{ journal, position: 7 }] }));
    await fixture.store.commit(fixture.batch({ positions: [{ journal, position: 5 }] }));
    expect((await offsets.storedPositions(journal)).get(SHARD)).toBe(7);
  });

  it('stores no position with a batch that is refused', async () => {
    const batch = fixture.batch({ positions: [{ journal, position: 7 }] });
    await fixture.store.acquireShard(SHARD, 'test', 1_000);
    await expect(fixture.store.commit(batch)).rejects.toThrow(StaleEpochError);
    expect(await offsets.storedPositions(journal)).toEqual(new Map());
  });

  it('refuses what was read before a new generation, and says where ids have to go on', async () => {
    const stored = fixture.batch({ positions: [{ journal, position: 1 }] });
    await fixture.store.commit(stored);
    const inFlight = fixture.batch({ positions: [{ journal, position: 2 }] });
    expect(await offsets.newGeneration(SHARD)).toBe(stored.offset);
    await expect(fixture.store.commit(inFlight)).rejects.toThrow(StaleEpochError);
    expect(await fixture.store.renewShard(SHARD, 1, 1_000)).toBe(false);
    // The owner keeps its lease: it goes on under a new epoch.
    expect((await fixture.store.acquireShard(SHARD, 'test', 1_000))?.positions).toEqual([{ journal, position: 1 }]);
    expect(await offsets.newGeneration(SHARD + 5)).toBeNull();
  });
});
