import { createAccountPolicies, createAccountRepository } from '@hawser/storage';
import { startMemoryPglite } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestionUnderTest } from './testing/ingestion-under-test.ts';

const T0 = Date.UTC(2025, 10, 20, 12);
const DAY_MS = 86_400_000;

let pglite: Awaited<ReturnType<typeof startMemoryPglite>>;
let under: IngestionUnderTest;
let now: number;
const clock = () => now;

beforeAll(async () => {
  pglite = await startMemoryPglite();
});
afterAll(() => pglite.close());
beforeEach(async () => {
  now = T0;
  under = await IngestionUnderTest.create(pglite.database);
});
afterEach(() => under.close());

/** Sends at T0 what is refused for its time until the clock has moved on. */
async function sendEarly(payload: object) {
  const agent = await under.addAgent();
  await under.startRole({ clock });
  await under.stored(await under.send(agent, payload, { receivedAt: T0 }));
  return agent;
}

const AHEAD = T0 + 2 * DAY_MS;

describe('replay of a dead letter', () => {
  it('stores a message that was refused as a whole, and corrects the ledger in the minute it came', async () => {
    const agent = await sendEarly({
      id: 'x',
      ts: AHEAD,
      readings: [
        { m: 'a', v: 1 },
        { m: 'b', v: 2 },
      ],
    });
    const [letter] = await under.deadLetters();
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 0, duplicate: 0, rejected: 1 });
    now = T0 + 3 * DAY_MS;
    await under.stored(await under.replay(letter!));
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual([1, 2]);
    expect(await under.deadLetters()).toEqual([]);
    expect(await under.ledger()).toEqual({
      messages: { received: 0, stored: 1, duplicate: 0, rejected: 0 },
      readings: { received: 2, stored: 2, duplicate: 0, rejected: 0 },
    });
    const minutes = await pglite.database.query('SELECT DISTINCT minute FROM ledger WHERE agent_id = $1', [agent]);
    expect(minutes).toEqual([{ minute: T0 }]);
  });

  it('stores only the refused readings of a message that was stored in part', async () => {
    const readings = [
      { m: 'a', v: 1 },
      { m: 'b', v: 2, ts: AHEAD },
      { m: 'c', v: 3 },
      { m: 'd', v: 4, ts: AHEAD },
    ];
    const agent = await sendEarly({ id: { epoch: 1, seq: 1 }, ts: T0, readings });
    const [letter] = await under.deadLetters();
    expect(letter?.refused).toHaveLength(2);
    now = T0 + 3 * DAY_MS;
    await under.stored(await under.replay(letter!));
    expect((await under.rows(agent)).map(({ metric }) => metric).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(await under.deadLetters()).toEqual([]);
    expect(await under.ledger()).toEqual({
      messages: { received: 0, stored: 1, duplicate: 0, rejected: 0 },
      readings: { received: 4, stored: 4, duplicate: 0, rejected: 0 },
    });
  });

  it('keeps what is refused again, with the reason of this time', async () => {
    const readings = [
      { m: 'a', v: 1, ts: AHEAD },
      { m: 'b', v: {} },
      { m: 'c', v: 3, ts: AHEAD },
    ];
    const agent = await sendEarly({ ts: T0, readings });
    const [letter] = await under.deadLetters();
    now = T0 + 3 * DAY_MS;
    await under.stored(await under.replay(letter!));
    expect(await under.rows(agent)).toHaveLength(2);
    const [remaining] = await under.deadLetters();
    expect(remaining).toMatchObject({
      id: letter!.id,
      reason: 'invalid-value',
      refused: [{ index: 1, reason: 'invalid-value' }],
    });
    expect(await under.ledger()).toEqual({
      messages: { received: 0, stored: 1, duplicate: 0, rejected: 0 },
      readings: { received: 3, stored: 2, duplicate: 0, rejected: 1 },
    });
    await under.stored(await under.replay(remaining!));
    expect(await under.rows(agent)).toHaveLength(2);
    expect(await under.deadLetters()).toHaveLength(1);
    expect(await under.ledger()).toMatchObject({
      messages: { received: 0, stored: 1, rejected: 0 },
      readings: { received: 3, rejected: 1 },
    });
  });

  it('changes nothing when everything is refused again', async () => {
    const agent = await sendEarly({
      ts: AHEAD,
      readings: [
        { m: 'a', v: 1 },
        { m: 'b', v: 1 },
      ],
    });
    const before = await under.ledger();
    const [letter] = await under.deadLetters();
    await under.stored(await under.replay(letter!));
    expect(await under.rows(agent)).toEqual([]);
    expect(await under.deadLetters()).toHaveLength(1);
    expect(await under.ledger()).toEqual(before);
  });

  it('stores it once when it is asked for twice', async () => {
    const agent = await sendEarly({ ts: AHEAD, a: 1 });
    const [letter] = await under.deadLetters();
    now = T0 + 3 * DAY_MS;
    const twice = [under.replay(letter!), under.replay(letter!)];
    for (const entry of await Promise.all(twice)) await under.stored(entry);
    await under.stored(await under.replay(letter!));
    expect(await under.rows(agent)).toHaveLength(1);
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 1, duplicate: 0, rejected: 0 });
  });

  it('is dropped when the dead letter was deleted meanwhile', async () => {
    const agent = await sendEarly({ ts: AHEAD, a: 1 });
    const before = await under.ledger();
    const [letter] = await under.deadLetters();
    now = T0 + 3 * DAY_MS;
    await pglite.database.query('DELETE FROM dead_letters WHERE id = $1', [letter!.id]);
    await under.stored(await under.replay(letter!));
    expect(await under.rows(agent)).toEqual([]);
    expect(await under.ledger()).toEqual(before);
  });

  it('is refused again when its agent was deleted', async () => {
    const agent = await sendEarly({ ts: AHEAD, a: 1 });
    const [letter] = await under.deadLetters();
    await pglite.database.query('DELETE FROM agents WHERE id = $1', [agent]);
    now = T0 + 3 * DAY_MS;
    await under.stored(await under.replay(letter!));
    expect((await under.deadLetters()).map(({ reason }) => reason)).toEqual(['unknown-agent']);
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 0, duplicate: 0, rejected: 1 });
  });

  it('is not taken for a duplicate of itself', async () => {
    const readings = [
      { m: 'a', v: 1 },
      { m: 'b', v: 2, ts: AHEAD },
    ];
    const agent = await sendEarly({ id: 'same', ts: T0, readings });
    await under.stored(await under.send(agent, { id: 'same', ts: T0, readings }, { receivedAt: T0 }));
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 1, duplicate: 1, rejected: 0 });
    const [letter] = await under.deadLetters();
    now = T0 + 3 * DAY_MS;
    await under.stored(await under.replay(letter!));
    expect(await under.rows(agent)).toHaveLength(2);
  });

  it('stores a message in a dialect that was not allowed, once it is', async () => {
    const policies = createAccountPolicies({
      db: under.database,
      clock,
      onError: (error) => expect.fail(String(error)),
    });
    const allow = (settings: object) =>
      createAccountRepository(under.database).update(under.account, null, { settings });
    await allow({ allowed_dialects: [] });
    const agent = await under.addAgent();
    await under.startRole({ clock, policies });
    await under.stored(await under.send(agent, { ts: T0, temp: 1 }, { receivedAt: T0 }));
    const [letter] = await under.deadLetters();
    expect(letter).toMatchObject({ reason: 'dialect-not-allowed', agentId: agent });
    expect(letter?.detail).toContain('this is a message of dialect native');
    await allow({});
    policies.invalidate(under.account);
    await under.stored(await under.replay(letter!));
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual([1]);
    expect(await under.deadLetters()).toEqual([]);
  });
});
