import { DatabaseUnavailableError, type IngestStore } from '@hawser/storage';
import { startMemoryPglite, waitFor } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestionUnderTest } from './testing/ingestion-under-test.ts';

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

async function sendMany(agent: Parameters<typeof under.send>[0], from: number, to: number) {
  const sent = [];
  for (let i = from; i < to; i++) {
    sent.push(under.send(agent, { id: { epoch: 1, seq: i }, ts: T0 + i, readings: [{ m: 'temp', v: i }] }));
  }
  return (await Promise.all(sent)).at(-1)!;
}

function deferred() {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  return { promise, reject };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('ingestion after a failure', () => {
  it('stores nothing twice when it ended between commit and release', async () => {
    const agent = await under.addAgent();
    const { promise: silence, reject: endSilence } = deferred();
    const committed: string[] = [];
    // The first role never hears that its commit took place, as a process that is killed then.
    const wrap = (store: IngestStore): IngestStore => ({
      ...store,
      commit: async (batch) => {
        await store.commit(batch);
        committed.push(batch.offset);
        return silence;
      },
    });
    const last = await sendMany(agent, 0, 50);
    await under.startRole({ ...CLOCK, wrap });
    await waitFor(() => committed.length > 0);
    const second = await under.startRole(CLOCK);
    await under.stored(last);
    const more = await sendMany(agent, 50, 60);
    await under.stored(more);
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual(numbers(60));
    expect(await under.ledger()).toMatchObject({
      messages: { received: 0, stored: 60, duplicate: 0, rejected: 0 },
      readings: { received: 60, stored: 60 },
    });
    expect(second.stats().messagesDuplicate).toBe(0);
    endSilence(new DatabaseUnavailableError('gone'));
  });

  it('repeats the same batch until the database is back, and doubles nothing when the answer to a commit was lost', async () => {
    const agent = await under.addAgent();
    let calls = 0;
    const wrap = (store: IngestStore): IngestStore => ({
      ...store,
      commit: async (batch) => {
        calls++;
        if (calls % 3 === 1) throw new DatabaseUnavailableError('down');
        const result = await store.commit(batch);
        if (calls % 3 === 2) throw new DatabaseUnavailableError('lost on the way back');
        return result;
      },
      existingAgents: async (agents) => {
        if (calls === 0) {
          calls++;
          throw new DatabaseUnavailableError('down');
        }
        return store.existingAgents(agents);
      },
    });
    const role = await under.startRole({ ...CLOCK, wrap });
    for (let i = 0; i < 4; i++) await under.stored(await sendMany(agent, i * 10, i * 10 + 10));
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual(numbers(40));
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 40, duplicate: 0, rejected: 0 });
    expect(await role.metrics.metrics()).toMatch(/hawser_ingestion_retries_total [1-9]/);
  });

  it('gives way to another owner, and takes the shard back when that one is gone', async () => {
    const agent = await under.addAgent();
    await under.startRole({ ...CLOCK, owner: 'first' });
    await under.stored(await sendMany(agent, 0, 10));
    // Another owner comes by force, as after a lease that ended during a long pause of this process.
    const lease = await waitFor(async () => {
      await pglite.database.query(`UPDATE shard_offsets SET lease_until = '-infinity' WHERE queue = $1`, [under.queue]);
      return under.realStore().acquireShard(0, 'second', 1_500);
    });
    const last = await sendMany(agent, 10, 20);
    await under.stored(last);
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual(numbers(20));
    const [row] = await pglite.database.query<{ owner: string; epoch: number }>(
      'SELECT owner, epoch FROM shard_offsets WHERE queue = $1',
      [under.queue],
    );
    expect(row?.owner).toBe('first');
    expect(row?.epoch).toBeGreaterThan(lease.epoch);
  });

  it('stores nothing under an epoch that is over', async () => {
    const agent = await under.addAgent();
    const epochs: number[] = [];
    const wrap = (store: IngestStore): IngestStore => ({
      ...store,
      commit: async (batch) => {
        epochs.push(batch.epoch);
        // The same owner's name acquires at once, whatever the lease says: this worker's epoch is over now.
        if (epochs.length === 1) await store.acquireShard(0, 'test', 600);
        return store.commit(batch);
      },
    });
    const last = await sendMany(agent, 0, 10);
    await under.startRole({ ...CLOCK, wrap });
    await under.stored(last);
    expect(epochs.slice(0, 2)).toEqual([1, 3]);
    expect((await under.rows(agent)).map(({ value }) => value)).toEqual(numbers(10));
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 10, duplicate: 0, rejected: 0 });
  });

  it('stops while the database is away', async () => {
    const agent = await under.addAgent();
    let tries = 0;
    const wrap = (store: IngestStore): IngestStore => ({
      ...store,
      commit: () => {
        tries++;
        return Promise.reject(new DatabaseUnavailableError('down'));
      },
    });
    const role = await under.startRole({ ...CLOCK, wrap });
    const last = await sendMany(agent, 0, 5);
    await waitFor(() => tries > 1);
    expect(role.stats().oldestAgeMs).toBe(0);
    await role.stop();
    expect(await under.rows(agent)).toEqual([]);
    await under.startRole(CLOCK);
    await under.stored(last);
    expect(await under.rows(agent)).toHaveLength(5);
  });
});
