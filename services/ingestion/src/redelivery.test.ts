import { type AgentId, newId } from '@hawser/core';
import type { EntryId, EntryOrigin, QueueReader } from '@hawser/queue';
import { createJournalOffsets, DatabaseUnavailableError, type IngestStore } from '@hawser/storage';
import { startMemoryPglite } from '@hawser/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestionRole } from './ingestion-role.ts';
import { IngestionUnderTest } from './testing/ingestion-under-test.ts';

const T0 = Date.UTC(2025, 10, 20, 12);
const clock = () => T0 + 1_000_000;
const JOURNALS = 2;

let pglite: Awaited<ReturnType<typeof startMemoryPglite>>;
beforeAll(async () => {
  pglite = await startMemoryPglite();
});
afterAll(() => pglite.close());

/** Journals that are forwarded into a real queue, by a forwarder that may send anything again that was sent before. */
class Forwarding {
  readonly #under: IngestionUnderTest;
  readonly #agent: AgentId;
  readonly #origins = new Map<EntryId, EntryOrigin>();
  readonly journals = Array.from({ length: JOURNALS }, () => ({ id: newId<string>(), next: 1, last: 0 }));
  sent = 0;
  last: EntryId | null = null;

  constructor(under: IngestionUnderTest, agent: AgentId) {
    this.#under = under;
    this.#agent = agent;
  }

  /** Sends the next `count` records of a journal. */
  async forward(journal: number, count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.#send(journal, this.#at(journal).next++);
  }

  /** Sends records from `back` before the next one again, as after a batch whose outcome nobody learned. */
  async resend(journal: number, back: number): Promise<void> {
    const { next } = this.#at(journal);
    for (let position = Math.max(1, next - back); position < next; position++) await this.#send(journal, position);
  }

  /** What ingestion reads: the queue with the origins that a stream would carry. */
  reader(): QueueReader {
    const inner = this.#under.openReader();
    const read: QueueReader['read'] = async (...args) =>
      (await inner.read(...args)).map((entry) => ({ ...entry, origin: this.#origins.get(entry.id)! }));
    const { shards } = inner;
    return {
      shards,
      read,
      compare: (a, b) => inner.compare(a, b),
      release: (...args) => inner.release(...args),
      close: () => inner.close(),
    };
  }

  async #send(journal: number, position: number): Promise<void> {
    const { id } = this.#at(journal);
    const time = T0 + journal * 100_000 + position;
    const entry = await this.#under.send(this.#agent, { ts: time, readings: [{ m: `j${journal}`, v: position }] });
    this.#origins.set(entry, { journal: id, position });
    this.sent++;
    this.last = entry;
  }

  #at(journal: number) {
    return this.journals[journal]!;
  }
}

type Step =
  | { readonly do: 'forward' | 'resend'; readonly journal: number; readonly count: number }
  | { readonly do: 'another owner' | 'lost answer' | 'new generation' | 'go on where it is stored' };

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom('forward' as const, 'resend' as const),
      journal: fc.nat(JOURNALS - 1),
      count: fc.integer({ min: 1, max: 12 }),
    }),
    fc.record({
      do: fc.constantFrom(
        'another owner' as const,
        'lost answer' as const,
        'new generation' as const,
        'go on where it is stored' as const,
      ),
    }),
  ),
  { minLength: 5, maxLength: 25 },
);

async function play(script: readonly Step[]): Promise<void> {
  const under = await IngestionUnderTest.create(pglite.database);
  const agent = await under.addAgent();
  const forwarding = new Forwarding(under, agent);
  const offsets = createJournalOffsets(pglite.database, { queue: under.queue });
  let answersToLose = 0;
  const wrap = (store: IngestStore): IngestStore => ({
    ...store,
    commit: async (batch) => {
      const result = await store.commit(batch);
      if (answersToLose-- > 0) throw new DatabaseUnavailableError('lost on the way back');
      return result;
    },
  });
  const roles: IngestionRole[] = [];
  const start = async (owner: string) =>
    roles.push(await under.startRole({ clock, owner, wrap, reader: forwarding.reader() }));
  await start('owner-0');
  for (const step of script) {
    if (step.do === 'forward') await forwarding.forward(step.journal, step.count);
    else if (step.do === 'resend') await forwarding.resend(step.journal, step.count);
    else if (step.do === 'lost answer') answersToLose = 1;
    else if (step.do === 'new generation') await offsets.newGeneration(0);
    else if (step.do === 'another owner') {
      await pglite.database.query(`UPDATE shard_offsets SET lease_until = '-infinity' WHERE queue = $1`, [under.queue]);
      await start(`owner-${roles.length}`);
    } else {
      for (const journal of forwarding.journals) {
        journal.next = ((await offsets.storedPositions(journal.id)).get(0) ?? 0) + 1;
      }
    }
    for (const journal of forwarding.journals) journal.last = Math.max(journal.last, journal.next - 1);
  }
  for (const [at, journal] of forwarding.journals.entries()) {
    await forwarding.forward(at, journal.last + 1 - journal.next);
  }
  if (forwarding.last !== null) await under.stored(forwarding.last);
  const values = (await under.rows(agent)).map(({ metric, value }) => [metric, value]);
  const wanted = forwarding.journals.flatMap(({ last }, at) =>
    Array.from({ length: last }, (_, i) => [`j${at}`, i + 1]),
  );
  expect(values).toEqual(wanted);
  expect((await under.ledger()).messages).toEqual({
    received: 0,
    stored: wanted.length,
    duplicate: 0,
    rejected: 0,
  });
  for (const { id, last } of forwarding.journals) {
    expect((await offsets.storedPositions(id)).get(0) ?? 0).toBe(last);
  }
  await under.close();
}

describe('entries that come again', () => {
  it('are stored once, whatever is sent again and whoever owns the shard', async () => {
    await fc.assert(fc.asyncProperty(steps, play), { numRuns: 15 });
  }, 120_000);
});
