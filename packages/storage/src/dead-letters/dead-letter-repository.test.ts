import { type AgentId, newId } from '@hawser/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TEST_ENGINES, type TestEngine } from '../readings/testing/engines.ts';
import { deadLetterOf, type TelemetryFixture, telemetryFixture } from '../readings/testing/telemetry-fixture.ts';
import type { NewDeadLetter } from './dead-letter.ts';
import { createDeadLetterRepository, type DeadLetterRepository } from './dead-letter-repository.ts';

const NOON = Date.UTC(2024, 4, 1, 12);

describe.each(TEST_ENGINES)('DeadLetterRepository on %s', (_name, open) => {
  let engine: TestEngine;
  let fixture: TelemetryFixture;
  let repository: DeadLetterRepository;

  beforeAll(async () => {
    engine = await open();
    repository = createDeadLetterRepository(engine.database);
  });
  beforeEach(async () => {
    await engine.database.query('DELETE FROM dead_letters');
    fixture = await telemetryFixture(engine.database);
  });
  afterAll(() => engine.close());

  async function store(...parts: Partial<NewDeadLetter>[]): Promise<NewDeadLetter[]> {
    const deadLetters = parts.map((part) => deadLetterOf(fixture, part));
    await fixture.store.commit(fixture.batch({ deadLetters }));
    return deadLetters;
  }

  it('gives back what was stored, with the original bytes', async () => {
    const refused = [{ index: 1, reason: 'not-finite', detail: 'value is NaN' }] as const;
    const [letter] = await store({
      refused,
      contentType: 'application/json',
      payload: Uint8Array.from({ length: 256 }, (_, i) => i),
    });
    const found = await repository.byId(fixture.accountId, letter!.id);
    expect(found).toEqual({ ...letter, payloadBytes: 256, replays: 0, replayedAt: null });
    expect(await repository.byId(newId(), letter!.id)).toBeNull();
  });

  it('lists without payloads, the newest first, page by page and by agent or reason', async () => {
    const parts = Array.from({ length: 7 }, (_, i) => ({ rejectedAt: NOON + Math.floor(i / 3) }));
    const other = newId<AgentId>();
    const stored = await store(...parts, { rejectedAt: NOON - 1, agentId: other, reason: 'invalid-utf8' });
    const seen = [];
    let cursor: string | null = null;
    do {
      const page = await repository.list(fixture.accountId, { limit: 3, cursor });
      expect(page.items.every((item) => !('payload' in item))).toBe(true);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.map((item) => item.id).sort()).toEqual(stored.map((letter) => letter.id).sort());
    expect(seen.map((item) => item.rejectedAt)).toEqual(seen.map((item) => item.rejectedAt).sort((a, b) => b - a));
    const only = { limit: 10, cursor: null };
    expect((await repository.list(fixture.accountId, { ...only, agentId: other })).items).toHaveLength(1);
    expect((await repository.list(fixture.accountId, { ...only, reason: 'invalid-utf8' })).items).toHaveLength(1);
  });

  it('refuses a cursor that it did not make', async () => {
    const forged = [[1, 'not a uuid'], [1e300, newId()], ['x'], 'text', [-1, newId()]].map((key) =>
      Buffer.from(JSON.stringify(key)).toString('base64url'),
    );
    for (const cursor of ['%%%', ...forged]) {
      await expect(repository.list(fixture.accountId, { limit: 1, cursor })).rejects.toMatchObject({
        code: 'bad-request',
      });
    }
  });

  it('notes replays and removes, for the account that owns it', async () => {
    const [letter] = await store({});
    const stranger = newId<typeof fixture.accountId>();
    expect(await repository.markReplayed(stranger, letter!.id, NOON)).toBe(false);
    expect(await repository.markReplayed(fixture.accountId, letter!.id, NOON)).toBe(true);
    expect(await repository.byId(fixture.accountId, letter!.id)).toMatchObject({ replays: 1, replayedAt: NOON });
    expect(await repository.remove(stranger, letter!.id)).toBeNull();
    expect(await repository.remove(fixture.accountId, letter!.id)).toMatchObject({ id: letter!.id });
    expect(await repository.remove(fixture.accountId, letter!.id)).toBeNull();
  });

  it('purges what is too old or too much for an account, the oldest first and in portions', async () => {
    const payload = new Uint8Array(500);
    await store(...Array.from({ length: 10 }, (_, i) => ({ rejectedAt: NOON + i, payload })));
    const neighbour = await telemetryFixture(engine.database);
    await neighbour.store.commit(neighbour.batch({ deadLetters: [deadLetterOf(neighbour, { rejectedAt: NOON + 5 })] }));
    const purge = (limit: number) => repository.purge({ olderThan: NOON + 2, maxBytesPerAccount: 5_000, limit });
    expect(await purge(1)).toBe(1);
    expect(await purge(3)).toBe(3);
    expect(await purge(100)).toBe(1);
    expect(await purge(100)).toBe(0);
    const { items } = await repository.list(fixture.accountId, { limit: 100, cursor: null });
    expect(items.map((item) => item.rejectedAt - NOON)).toEqual([9, 8, 7, 6, 5]);
    expect((await repository.list(neighbour.accountId, { limit: 1, cursor: null })).items).toHaveLength(1);
  });
});
