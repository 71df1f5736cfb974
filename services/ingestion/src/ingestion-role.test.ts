import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Envelope, encodeEnvelope } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, NO_ACCOUNT, NO_AGENT, newId } from '@hawser/core';
import { SqlError } from '@hawser/storage';
import { startMemoryPglite, waitFor } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestionUnderTest } from './testing/ingestion-under-test.ts';

const envelopeOf = (part: Partial<Envelope>): Envelope => ({
  account: newId(),
  agent: newId(),
  agentName: 'x',
  serviceInstance: 'default',
  dialect: 'native',
  kind: 'telemetry',
  topic: 't',
  contentType: null,
  receivedAt: Date.now(),
  traceparent: null,
  replayOf: null,
  payload: Buffer.from('{"temp": 1}'),
  ...part,
});

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const T0 = Date.UTC(2025, 10, 20, 12);
const CLOCK = { clock: () => T0 + 1_000 };

let pglite: Awaited<ReturnType<typeof startMemoryPglite>>;
let under: IngestionUnderTest;

beforeAll(async () => {
  pglite = await startMemoryPglite();
});
afterAll(() => pglite.close());
beforeEach(async () => {
  under = await IngestionUnderTest.create(pglite.database);
});
afterEach(() => under.close());

describe('ingestion', () => {
  it('stores numbers, booleans and strings of several devices', async () => {
    const agent = await under.addAgent();
    const last = await under.send(agent, [
      {
        ts: T0,
        device: 'plc-1',
        readings: [
          { m: 'temp', v: 20.5, u: 'C' },
          { m: 'on', v: true },
        ],
      },
      {
        ts: T0,
        device: 'plc-2',
        readings: [
          { m: 'temp', v: -3 },
          { m: 'mode', v: 'auto' },
        ],
      },
    ]);
    await under.startRole(CLOCK);
    await under.stored(last);
    expect(await under.rows(agent)).toEqual([
      { device: 'plc-1', metric: 'on', time: T0, value: 1, text: null },
      { device: 'plc-1', metric: 'temp', time: T0, value: 20.5, text: null },
      { device: 'plc-2', metric: 'mode', time: T0, value: null, text: 'auto' },
      { device: 'plc-2', metric: 'temp', time: T0, value: -3, text: null },
    ]);
    expect(await under.ledger()).toEqual({
      messages: { received: 0, stored: 1, duplicate: 0, rejected: 0 },
      readings: { received: 4, stored: 4, duplicate: 0, rejected: 0 },
    });
  });

  it('stores the neighbours of bad messages, and keeps the bad ones with their bytes', async () => {
    const agent = await under.addAgent();
    const hostile = ['{"temp": NaN}', '', '\0\xff', '[[[[', '{"a":1,"a":2}', '{"__proto__": {"x": 1}}'];
    await under.send(agent, { ts: T0, temp: 1 });
    for (const payload of hostile) await under.send(agent, payload, { receivedAt: T0 });
    await under.send(agent, '', { payload: gzipSync(Buffer.alloc(20_000_000)), receivedAt: T0 });
    await under.send(agent, '', { payload: randomBytes(100_000), receivedAt: T0 });
    const last = await under.send(agent, { ts: T0 + 1, temp: 2 });
    await under.startRole(CLOCK);
    await under.stored(last);
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual([1, 2]);
    const letters = await under.deadLetters();
    expect(letters).toHaveLength(hostile.length + 2);
    for (const payload of hostile) {
      expect(letters.some((letter) => Buffer.from(payload).equals(letter.payload))).toBe(true);
    }
    expect((await under.ledger()).messages).toEqual({
      received: 0,
      stored: 2,
      duplicate: 0,
      rejected: hostile.length + 2,
    });
  });

  it('stores a message as far as it is good, and says which readings were refused', async () => {
    const agent = await under.addAgent();
    const last = await under.send(agent, {
      ts: T0,
      readings: [
        { m: 'a', v: 1 },
        { m: 'b', v: {} },
        { m: '', v: 3 },
        { m: 'd', v: 4 },
      ],
    });
    await under.startRole(CLOCK);
    await under.stored(last);
    expect((await under.rows(agent)).map(({ metric }) => metric)).toEqual(['a', 'd']);
    const [letter] = await under.deadLetters();
    expect(letter?.refused?.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'invalid-value'],
      [2, 'invalid-name'],
    ]);
    expect(letter?.detail).toMatch(/^2 of 4 readings were refused/);
    expect(await under.ledger()).toEqual({
      messages: { received: 0, stored: 1, duplicate: 0, rejected: 0 },
      readings: { received: 4, stored: 2, duplicate: 0, rejected: 2 },
    });
  });

  it('recognises resends by sequence and by opaque id, within a batch, later, and after a restart', async () => {
    const agent = await under.addAgent();
    const other = await under.addAgent('press-2');
    const bySequence = { id: { epoch: 1, seq: 7 }, ts: T0, temp: 1 };
    const byId = {
      id: 'm-1',
      ts: T0,
      readings: [
        { m: 'rpm', v: 900 },
        { m: 'load', v: 2 },
      ],
    };
    const round = async () => {
      for (const message of [bySequence, byId]) {
        await under.send(agent, { ...message, readings: [{ m: 'x', v: 1 }] });
        await under.send(agent, { ...message, readings: [{ m: 'x', v: 1 }] });
      }
      return under.send(agent, { ts: T0, none: 1 });
    };
    const role = await under.startRole(CLOCK);
    await under.stored(await round());
    await under.stored(await round());
    await role.stop();
    await under.startRole(CLOCK);
    await under.stored(await round());
    expect((await under.rows(agent)).map(({ metric }) => metric).sort()).toEqual(['none', 'none', 'none', 'x', 'x']);
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 5, duplicate: 10, rejected: 0 });
    // The scope of an id is its agent.
    await under.stored(await under.send(other, { ...byId }));
    expect(await under.rows(other)).toHaveLength(2);
  });

  it('refuses messages of agents that were deleted meanwhile', async () => {
    const agent = await under.addAgent();
    const gone = await under.addAgent('press-2');
    await under.startRole(CLOCK);
    await under.stored(await under.send(gone, { ts: T0, temp: 1 }));
    await pglite.database.query('DELETE FROM series WHERE agent_id = $1', [gone]);
    await pglite.database.query('DELETE FROM agents WHERE id = $1', [gone]);
    await under.send(gone, { ts: T0, temp: 2 });
    await under.stored(await under.send(agent, { ts: T0, temp: 3 }));
    expect((await under.deadLetters()).map(({ reason }) => reason)).toEqual(['unknown-agent']);
    expect(await under.rows(agent)).toHaveLength(1);
  });

  it('looks again when an agent vanishes between two looks at it', async () => {
    const agent = await under.addAgent();
    const gone = await under.addAgent('press-2');
    await under.send(gone, { ts: T0, temp: 2 });
    const last = await under.send(agent, { ts: T0, temp: 3 });
    const wrap = (store: ReturnType<typeof under.realStore>) => ({
      ...store,
      existingAgents: async (agents: Parameters<typeof store.existingAgents>[0]) => {
        const found = await store.existingAgents(agents);
        await pglite.database.query('DELETE FROM agents WHERE id = $1', [gone]);
        return found;
      },
    });
    await under.startRole({ ...CLOCK, wrap });
    await under.stored(last);
    expect((await under.deadLetters()).map(({ reason }) => reason)).toEqual(['unknown-agent']);
    expect(await under.rows(agent)).toHaveLength(1);
  });

  it('notes units and kinds that change', async () => {
    const agent = await under.addAgent();
    await under.startRole(CLOCK);
    await under.stored(await under.send(agent, { ts: T0, readings: [{ m: 'temp', v: 1, u: 'C' }] }));
    await under.stored(
      await under.send(agent, {
        ts: T0,
        readings: [
          { m: 'temp', v: 'off', u: 'K' },
          { m: 'temp', v: 2 },
        ],
      }),
    );
    const series = await pglite.database.query('SELECT unit, value_kind AS kind FROM series WHERE agent_id = $1', [
      agent,
    ]);
    expect(series).toEqual([{ unit: 'K', kind: 'mixed' }]);
  });

  it('tells live subscribers what was stored', async () => {
    const agent = await under.addAgent();
    await under.send(agent, 'rubbish');
    const last = await under.send(agent, {
      ts: T0,
      readings: [
        { m: 'temp', v: 1, u: 'C' },
        { m: 'on', v: true },
      ],
    });
    await under.startRole(CLOCK);
    await under.stored(last);
    await waitFor(() => under.events.length >= 2);
    expect(under.events.filter(({ type }) => type === 'readings')).toEqual([
      {
        type: 'readings',
        account: under.account,
        agent,
        readings: [
          { device: 'press-1', metric: 'temp', unit: 'C', time: T0, value: 1 },
          { device: 'press-1', metric: 'on', unit: null, time: T0, value: true },
        ],
      },
    ]);
    const counts = under.events.flatMap((event) => (event.type === 'committed' ? [event.counts] : []));
    expect(counts.reduce((sum, { readingsStored }) => sum + readingsStored, 0)).toBe(2);
    expect(counts.reduce((sum, { messagesRejected }) => sum + messagesRejected, 0)).toBe(1);
  });

  it('releases what is stored and counted as received, not more', async () => {
    const agent = await under.addAgent();
    const ids = [];
    for (let i = 0; i < 5; i++) ids.push(await under.send(agent, { ts: T0 + i, temp: i }));
    let counted = ids[2]!;
    const role = await under.startRole({ ...CLOCK, counted: async () => ({ entry: counted, journals: new Map() }) });
    await under.stored(ids[4]!);
    await waitFor(() => under.log.appender.depth().entries === 2);
    counted = ids[4]!;
    await role.stop();
    expect(under.log.appender.depth().entries).toBe(0);
  });

  it('counts in Prometheus', async () => {
    const agent = await under.addAgent();
    await under.send(agent, { ts: T0, temp: 1 });
    await under.send(agent, 'rubbish');
    const last = await under.send(agent, {
      id: 'x',
      ts: T0,
      temp: 1,
      readings: [
        { m: 'a', v: 1 },
        { m: 'b', v: [] },
      ],
    });
    const role = await under.startRole(CLOCK);
    await under.stored(last);
    await waitFor(() => role.stats().messagesStored === 2);
    const text = await role.metrics.metrics();
    expect(text).toContain('hawser_ingestion_messages_total{outcome="stored"} 1');
    expect(text).toContain('hawser_ingestion_messages_total{outcome="partial"} 1');
    expect(text).toContain('hawser_ingestion_messages_total{outcome="rejected"} 1');
    expect(text).toMatch(/hawser_ingestion_batch_readings_sum 2/);
    expect(text).toMatch(/hawser_ingestion_stage_seconds_count\{stage="commit"\} \d/);
    expect(text).toContain('hawser_ingestion_oldest_message_age_seconds 0');
    expect(role.stats()).toMatchObject({ messagesStored: 2, messagesRejected: 1, readingsStored: 2, oldestAgeMs: 0 });
  });

  it('gives the root account what is no message of this program, with its bytes', async () => {
    const agent = await under.addAgent();
    const root = await under.root();
    const before = await under.ledger(root);
    const strange = [
      ['foreign-entry', Buffer.from('not an envelope')],
      ['foreign-entry', Buffer.alloc(0)],
      ['newer-entry', Buffer.of(3, 1, 2, 3)],
      ['damaged-entry', Buffer.of(1, 1, 2, 3)],
      ['damaged-entry', encodeEnvelope(envelopeOf({ agent: 'no uuid' as AgentId }))],
      ['damaged-entry', encodeEnvelope(envelopeOf({ receivedAt: 1e300 }))],
    ] as const;
    for (const [, record] of strange) await under.log.appender.append(0, record);
    const last = await under.send(agent, { ts: T0, temp: 1 });
    await under.startRole(CLOCK);
    await under.stored(last);
    expect(await under.rows(agent)).toHaveLength(1);
    const letters = (await under.deadLetters(root)).filter(({ rejectedAt }) => rejectedAt === T0 + 1_000);
    const found = letters.map(({ reason, payload }) => [reason, Buffer.from(payload).toString('hex')]);
    expect(found.sort()).toEqual(strange.map(([reason, record]) => [reason, hex(record)]).sort());
    expect(letters[0]).toMatchObject({ agentId: null, agentName: '', kind: 'unknown' });
    const after = await under.ledger(root);
    expect(after.messages.received - before.messages.received).toBe(strange.length);
    expect(after.messages.rejected - before.messages.rejected).toBe(strange.length);
  });

  it('keeps messages of senders that nobody knows', async () => {
    const agent = await under.addAgent();
    const root = await under.root();
    const before = await under.ledger(root);
    const gone = newId<AccountId>();
    await under.send(NO_AGENT, { ts: T0, temp: 1 }, { agentName: 'stranger' });
    await under.send(NO_AGENT, { ts: T0, temp: 2 }, { account: NO_ACCOUNT, topic: 'hawser/nobody/x/telemetry' });
    await under.send(newId(), { ts: T0, temp: 3 }, { account: gone });
    const last = await under.send(agent, { ts: T0, temp: 4 });
    await under.startRole(CLOCK);
    await under.stored(last);
    expect(await under.deadLetters()).toMatchObject([
      { reason: 'unknown-agent', agentId: null, agentName: 'stranger' },
    ]);
    const ofRoot = (await under.deadLetters(root)).filter(({ reason }) => reason === 'unknown-account');
    expect(ofRoot.map(({ payload }) => Buffer.from(payload).toString())).toEqual([
      JSON.stringify({ ts: T0, temp: 2 }),
      JSON.stringify({ ts: T0, temp: 3 }),
    ]);
    // Intake counted these two as received by accounts that nobody can look into; they count for the root account.
    expect((await under.ledger(gone)).messages).toEqual({ received: -1, stored: 0, duplicate: 0, rejected: 0 });
    const after = await under.ledger(root);
    expect(after.messages.received - before.messages.received).toBe(2);
    expect(after.messages.rejected - before.messages.rejected).toBe(2);
  });

  it('stores the dead letter of an agent that has become known, and moves it in the ledger', async () => {
    await under.startRole(CLOCK);
    await under.stored(await under.send(NO_AGENT, { ts: T0, temp: 1 }, { agentName: 'press-9' }));
    const [letter] = await under.deadLetters();
    const agent = await under.addAgent('press-9');
    await under.stored(await under.replay({ ...letter!, agentId: agent }));
    expect(await under.rows(agent)).toHaveLength(1);
    expect(await under.deadLetters()).toEqual([]);
    const lines = await pglite.database.query(
      `SELECT agent_id AS agent, messages_received AS received, messages_stored AS stored, messages_rejected AS rejected
        FROM ledger WHERE account_id = $1 ORDER BY 1`,
      [under.account],
    );
    expect(lines).toEqual([
      { agent: NO_AGENT, received: -1, stored: 0, rejected: 0 },
      { agent, received: 1, stored: 1, rejected: 0 },
    ]);
  });

  it('stores every shard', async () => {
    await under.close();
    under = await IngestionUnderTest.create(pglite.database, 3);
    const agent = await under.addAgent();
    const last = [];
    for (let shard = 0; shard < 3; shard++)
      last.push(await under.send(agent, { ts: T0 + shard, temp: shard }, {}, shard));
    await under.startRole(CLOCK);
    for (const [shard, entry] of last.entries()) await under.stored(entry, shard);
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual([0, 1, 2]);
  });
});

describe('ingestion when the database refuses one message', () => {
  it('stores its neighbours, and keeps it with its bytes', async () => {
    const agent = await under.addAgent();
    const poison = { ts: T0, id: 'p', readings: [{ m: 'temp', v: 666 }] };
    for (let i = 0; i < 5; i++)
      await under.send(agent, { ts: T0 + i, id: { epoch: 1, seq: i }, readings: [{ m: 'temp', v: i }] });
    await under.send(agent, poison);
    let last = await under.send(agent, { ts: T0, readings: [{ m: 'temp', v: 5 }] });
    for (let i = 6; i < 9; i++)
      last = await under.send(agent, { ts: T0 + i, id: { epoch: 1, seq: i }, readings: [{ m: 'temp', v: i }] });
    const wrap = (store: ReturnType<typeof under.realStore>) => ({
      ...store,
      commit: async (batch: Parameters<typeof store.commit>[0]) => {
        if (batch.readings.values.includes(666)) throw new SqlError({ message: 'number of the beast', code: '22003' });
        return store.commit(batch);
      },
    });
    await under.startRole({ ...CLOCK, wrap });
    await under.stored(last);
    expect((await under.rows(agent)).map(({ value }) => value).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const letters = await under.deadLetters();
    expect(letters.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['invalid-value', 'the database refused the data: number of the beast'],
    ]);
    expect(Buffer.from(letters[0]!.payload).toString()).toBe(JSON.stringify(poison));
    expect(await under.ledger()).toEqual({
      messages: { received: 0, stored: 9, duplicate: 0, rejected: 1 },
      readings: { received: 9, stored: 9, duplicate: 0, rejected: 0 },
    });
  });
});
