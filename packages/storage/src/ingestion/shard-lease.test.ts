import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testDatabase } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARD, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import { DatabaseUnavailableError } from '../sql-error.ts';
import { StaleEpochError } from './commit-batch.ts';
import { createIngestionMembers } from './ingestion-members.ts';

let engine: TestDatabase;
beforeAll(async () => {
  engine = await testDatabase();
});
afterAll(() => engine.close());

describe('a shard whose owner hangs in the middle of a transaction', () => {
  it('is taken over when the lease is over, and what the transaction had locked is free', async () => {
    const { database } = engine;
    const fixture = await telemetryFixture(database);
    const queue = `q-${fixture.accountId}`;
    const lease = await fixture.store.acquireShard(SHARD, 'test', 1);
    let goOn: () => void = () => undefined;
    let begun: () => void = () => undefined;
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    // What a commit has done when its process is stopped before the end: it holds the shard's lock, and rows.
    const hanging = database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock_shared(hashtext($1), $2)', [queue, SHARD]);
      await tx.query('UPDATE accounts SET name = name WHERE id = $1', [fixture.accountId]);
      begun();
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    });
    const ended = expect(hanging).rejects.toThrow(DatabaseUnavailableError);
    await isBegun;
    await sleep(5);
    const next = await fixture.store.acquireShard(SHARD, 'other', 60_000);
    expect(next?.epoch).toBe((lease?.epoch ?? 0) + 1);
    await database.query('UPDATE accounts SET name = name WHERE id = $1', [fixture.accountId]);
    goOn();
    await ended;
    const late = fixture.batch({ epoch: lease?.epoch ?? 0 });
    await expect(fixture.store.commit(late)).rejects.toThrow(StaleEpochError);
  });

  it('is left alone while the lease lasts', async () => {
    const fixture = await telemetryFixture(engine.database);
    await fixture.store.acquireShard(SHARD, 'test', 60_000);
    await engine.database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock_shared(hashtext($1), $2)', [`q-${fixture.accountId}`, SHARD]);
      expect(await fixture.store.acquireShard(SHARD, 'other', 60_000)).toBeNull();
      await tx.query('SELECT 1');
    });
  });
});

describe('the members that share a queue', () => {
  it('see each other while they beat, and who holds which shard', async () => {
    const fixture = await telemetryFixture(engine.database);
    const members = createIngestionMembers(engine.database, { queue: `q-${fixture.accountId}` });
    await members.beat('b', 60_000);
    const seen = await members.beat('a', 60_000);
    expect(seen).toEqual({ members: ['a', 'b'], holders: new Map([[SHARD, 'test']]) });
    await members.leave('b');
    expect((await members.beat('a', 60_000)).members).toEqual(['a']);
    await members.beat('c', 60_000);
    await sleep(20);
    await fixture.store.releaseShard(SHARD, 1);
    expect((await members.beat('a', 10)).holders).toEqual(new Map());
    expect((await members.beat('a', 10)).members).toEqual(['a']);
  });
});
