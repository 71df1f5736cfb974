import { encodeEnvelope } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { EntryId, EntryOrigin, QueueEntry } from '@hawser/queue';
import type { LedgerSnapshot } from '@hawser/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditQueue } from './audit-queue.ts';
import { LostEntries } from './lost-entries.ts';

const ACCOUNT = 'account' as AccountId;
const AGENT = 'agent' as AgentId;
const COUNTED = { account: ACCOUNT, from: 0, to: 1_000 };
const MINUTE_MS = 60_000;

const record = encodeEnvelope({
  account: ACCOUNT,
  agent: AGENT,
  agentName: 'a',
  serviceInstance: 'default',
  dialect: 'native',
  kind: 'telemetry',
  topic: 't',
  contentType: null,
  receivedAt: 5,
  traceparent: null,
  replayOf: null,
  payload: new Uint8Array(),
});

interface Journal {
  readonly id: string;
  /** Positions by how far they have come; each is at or below the one before it, but for `stored` and `counted`. */
  appended: number;
  forwarded: number;
  confirmed: number;
  counted: number;
  stored: number;
}

/** Journals, a stream and a database, with every rule by which they move and no more. */
class World {
  readonly shards = 1;
  readonly journals: Journal[] = ['j1', 'j2'].map((id) => ({
    id,
    appended: 0,
    forwarded: 0,
    confirmed: 0,
    counted: 0,
    stored: 0,
  }));
  #stream: (EntryOrigin & { id: number })[] = [];
  #lastId = 0;
  #offset = 0;
  /** What happens before each thing that an audit does. */
  readonly meanwhile: Step[];
  expected: { queued: number; uncounted: number } | null = null;

  constructor(meanwhile: readonly Step[]) {
    this.meanwhile = [...meanwhile];
  }

  /** Sends what a journal has and the stream does not; `back` more than that after an outcome that was not learned. */
  forward(journal: Journal, count: number, back = 0): void {
    const first = Math.max(1, journal.forwarded - back + 1);
    const last = Math.min(journal.appended, journal.forwarded + count);
    for (let position = first; position <= last; position++) {
      this.#stream.push({ id: ++this.#lastId, journal: journal.id, position });
    }
    journal.forwarded = last;
    journal.confirmed = Math.max(journal.confirmed, last);
  }

  store(count: number): void {
    for (const { id, journal, position } of this.#stream.filter((entry) => entry.id > this.#offset).slice(0, count)) {
      const of = this.journals.find((each) => each.id === journal)!;
      of.stored = Math.max(of.stored, position);
      this.#offset = id;
    }
  }

  release(): void {
    const first = this.#stream.findIndex(({ id, journal, position }) => {
      const { stored, counted } = this.journals.find((each) => each.id === journal)!;
      return id > this.#offset || position > stored || position > counted;
    });
    this.#stream.splice(0, first === -1 ? this.#stream.length : first);
  }

  /** Redis comes back without anything; what is not stored will be sent again. */
  empty(): void {
    this.#stream = [];
    this.#lastId += 10;
    for (const journal of this.journals) journal.forwarded = journal.stored;
  }

  play({ act, journal: at, count }: Step): void {
    const journal = this.journals[at]!;
    if (act === 'append') journal.appended += count;
    else if (act === 'forward') this.forward(journal, count);
    else if (act === 'resend') this.forward(journal, count, 3);
    else if (act === 'count') journal.counted = Math.min(journal.confirmed, journal.counted + count);
    else if (act === 'store') this.store(count);
    else if (act === 'release') this.release();
    else this.empty();
  }

  compare(a: EntryId, b: EntryId): number {
    return Number(a) - Number(b);
  }

  async read(_shard: number, after: EntryId | null): Promise<QueueEntry[]> {
    this.#happen();
    const found = this.#stream.filter(({ id }) => id > Number(after ?? 0)).slice(0, 4);
    return found.map(({ id, journal, position }) => ({
      id: String(id) as EntryId,
      record,
      origin: { journal, position },
    }));
  }

  async snapshot(): Promise<LedgerSnapshot> {
    this.#happen();
    this.expected = { queued: 0, uncounted: 0 };
    for (const { counted, stored } of this.journals) {
      this.expected.queued += Math.max(0, counted - stored);
      this.expected.uncounted += Math.max(0, stored - counted);
    }
    const offset = this.#offset === 0 ? null : (String(this.#offset) as never);
    const unequal = this.journals.filter(({ stored, counted }) => stored !== counted);
    return {
      agents: [],
      shards: [{ queue: 'q', shard: 0, offset, intakeCursor: null, journaled: offset !== null }],
      journals: unequal.map(({ id, stored, counted }) => ({
        queue: stored > 0 ? 'q' : null,
        shard: 0,
        journal: id,
        stored,
        counted,
      })),
    };
  }

  audit(lost = new LostEntries(() => 0)) {
    const ledger = { read: () => this.snapshot() };
    return auditQueue({ ledger, reader: this, queue: 'q', lost }, COUNTED);
  }

  #happen(): void {
    for (const step of this.meanwhile.splice(0, 2)) this.play(step);
  }
}

const ACTS = ['append', 'forward', 'forward', 'resend', 'count', 'store', 'store', 'release', 'empty'] as const;

interface Step {
  readonly act: (typeof ACTS)[number];
  readonly journal: number;
  readonly count: number;
}

const steps = fc.array(
  fc.record({ act: fc.constantFrom(...ACTS), journal: fc.nat(1), count: fc.integer({ min: 1, max: 6 }) }),
  { maxLength: 60 },
);

/** Twelve messages in one journal: the first four stored, the first nine counted. */
function busyWorld(): World {
  const world = new World([]);
  const [journal] = world.journals;
  Object.assign(journal!, { appended: 12 });
  world.forward(journal!, 12);
  world.store(4);
  journal!.counted = 9;
  return world;
}

describe('audit of a stream that journals are forwarded into', () => {
  it('is right or refuses, whatever happens meanwhile', async () => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, meanwhile) => {
        const world = new World(meanwhile);
        for (const step of before) world.play(step);
        const answer = await world.audit().catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'unavailable' });
          return null;
        });
        if (answer === null) return;
        answers++;
        const { queued, uncounted } = answer;
        expect({ queued: queued.get(AGENT) ?? 0, uncounted: uncounted.get(AGENT) ?? 0 }).toEqual(world.expected);
      }),
      { numRuns: 3_000 },
    );
    expect(answers).toBeGreaterThan(1_000);
  });

  it('answers once everything has been sent again', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (before) => {
        const world = new World([]);
        for (const step of before) world.play(step);
        for (const journal of world.journals) {
          world.forward(journal, journal.appended);
          journal.counted = Math.max(journal.counted, journal.stored);
        }
        const { queued, uncounted } = await world.audit();
        expect({ queued: queued.get(AGENT) ?? 0, uncounted: uncounted.get(AGENT) ?? 0 }).toEqual(world.expected);
      }),
    );
  });

  it('waits for what an emptied stream lacks, and says so when it is gone for good', async () => {
    const world = busyWorld();
    expect((await world.audit()).queued.get(AGENT)).toBe(5);
    world.empty();
    let now = 0;
    const lost = new LostEntries(() => now);
    await expect(world.audit(lost)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    now = MINUTE_MS / 2;
    await expect(world.audit(lost)).rejects.toMatchObject({ code: 'unavailable' });
    now = MINUTE_MS;
    expect((await world.audit(lost)).queued.get(AGENT)).toBeUndefined();
    world.forward(world.journals[0]!, 2);
    await expect(world.audit(lost)).rejects.toMatchObject({ code: 'unavailable' });
    world.forward(world.journals[0]!, 20);
    expect((await world.audit(lost)).queued.get(AGENT)).toBe(5);
  });

  it('counts what is stored and not counted yet, which lies before what is stored', async () => {
    const world = busyWorld();
    world.store(7);
    expect((await world.audit()).uncounted.get(AGENT)).toBe(2);
  });

  it('counts what comes again once', async () => {
    const world = busyWorld();
    world.forward(world.journals[0]!, 0, 9);
    expect((await world.audit()).queued.get(AGENT)).toBe(5);
  });

  it('leaves out what goes into another queue', async () => {
    const world = busyWorld();
    const elsewhere = { queue: 'other', shard: 0, journal: 'j3', stored: 3, counted: 7 };
    const read = async () => {
      const snapshot = await world.snapshot();
      return { ...snapshot, journals: [...snapshot.journals, elsewhere] };
    };
    const lost = new LostEntries(() => 0);
    const { queued } = await auditQueue({ ledger: { read }, reader: world, queue: 'q', lost }, COUNTED);
    expect(queued.get(AGENT)).toBe(5);
  });

  it('says that the queue cannot be read', async () => {
    const world = busyWorld();
    const reader = Object.assign(Object.create(world) as World, { read: () => Promise.reject(new Error('no Redis')) });
    const lost = new LostEntries(() => 0);
    const answer = auditQueue({ ledger: { read: () => world.snapshot() }, reader, queue: 'q', lost }, COUNTED);
    await expect(answer).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
  });
});
