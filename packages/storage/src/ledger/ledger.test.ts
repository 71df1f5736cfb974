import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueuePosition } from '../ingestion/queue-position.ts';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { type TelemetryFixture, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import { createIntakeLedger, type IntakeLedger } from './intake-ledger.ts';
import { createLedgerRepository } from './ledger-repository.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const position = (text: string) => text as QueuePosition;

describe.each(TEST_ENGINES)('the ledger on %s', (_name, open) => {
  let engine: TestEngine;
  let fixture: TelemetryFixture;
  let intake: IntakeLedger;
  let queue: string;

  beforeAll(async () => {
    engine = await open();
  });
  beforeEach(async () => {
    fixture = await telemetryFixture(engine.database);
    queue = `q-${fixture.accountId}`;
    intake = createIntakeLedger(engine.database, { queue });
  });
  afterAll(() => engine.close());

  const read = (from = NOON, to = NOON + 60_000) =>
    createLedgerRepository(engine.database).read(fixture.accountId, { from, to });

  it('counts what intake received and moves its cursor, once however often it is told', async () => {
    const { accountId, agentId } = fixture;
    expect(await intake.cursor(0)).toBeNull();
    const tallies = [
      { accountId, agentId, minute: NOON + 5_000, messages: 2 },
      { accountId, agentId, minute: NOON + 6_000, messages: 3 },
    ];
    await intake.add(0, position('0002'), tallies);
    await intake.add(0, position('0002'), tallies);
    expect(await intake.cursor(0)).toBe('0002');
    await intake.add(0, position('0003'), []);
    expect(await intake.cursor(0)).toBe('0003');
    const { agents } = await read();
    expect(agents).toMatchObject([{ agentId, agentName: 'gateway', messages: { received: 5, stored: 0 } }]);
  });

  it('is read together with the positions that it is true for', async () => {
    await intake.add(0, position('0009'), []);
    await intake.add(3, position('0001'), []);
    const batch = fixture.batch();
    await fixture.store.commit(batch);
    const { shards } = await read();
    expect(shards.filter((shard) => shard.queue === queue)).toEqual([
      { queue, shard: 0, offset: batch.offset, intakeCursor: '0009', journaled: false },
      { queue, shard: 3, offset: null, intakeCursor: '0001', journaled: false },
    ]);
  });

  it('covers the minutes asked for and only the account that asks', async () => {
    const { accountId, agentId } = fixture;
    const at = (minute: number) => ({ accountId, agentId, minute, messages: 1 });
    await intake.add(0, position('1'), [at(NOON - 1), at(NOON), at(NOON + 59_999), at(NOON + 60_000)]);
    expect((await read()).agents[0]?.messages.received).toBe(2);
    const stranger = await telemetryFixture(engine.database);
    const ledger = createLedgerRepository(engine.database);
    expect((await ledger.read(stranger.accountId, { from: 0, to: NOON * 2 })).agents).toEqual([]);
  });

  it('still speaks of an agent that was deleted', async () => {
    const { accountId } = fixture;
    const agentId = await fixture.addAgent('short-lived');
    await intake.add(0, position('1'), [{ accountId, agentId, minute: NOON, messages: 1 }]);
    await engine.database.query('DELETE FROM agents WHERE id = $1', [agentId]);
    expect((await read()).agents).toMatchObject([{ agentId, agentName: null, messages: { received: 1 } }]);
  });
});
