import { encodeEnvelope } from '@hawser/contracts/streams';
import type { AccountId, AgentId } from '@hawser/core';
import type { EntryId, QueueEntry } from '@hawser/queue';
import type { LedgerSnapshot } from '@hawser/storage';
import { describe, expect, it } from 'vitest';
import { auditQueue } from './audit-queue.ts';
import { LostEntries } from './lost-entries.ts';

const ACCOUNT = 'account' as AccountId;
const AGENT = 'agent' as AgentId;
const COUNTED = { account: ACCOUNT, from: 0, to: 1_000 };

/** A queue whose entries are 1, 2, 3…; the released ones are gone. */
class MovingQueue {
  readonly shards = 1;
  #last = 0;
  #released = 0;

  append(count: number): void {
    this.#last += count;
  }

  release(upTo: number): void {
    this.#released = upTo;
  }

  compare(a: EntryId, b: EntryId): number {
    return Number(a) - Number(b);
  }

  async read(_shard: number, after: EntryId | null): Promise<QueueEntry[]> {
    const first = Math.max(Number(after ?? 0), this.#released) + 1;
    const ids = Array.from({ length: Math.max(0, this.#last - first + 1) }, (_, i) => String(first + i) as EntryId);
    return ids.slice(0, 3).map((id) => ({ id, record }));
  }
}

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

function snapshot(offset: number, intakeCursor: number): LedgerSnapshot {
  return {
    agents: [],
    shards: [
      {
        queue: 'q',
        shard: 0,
        offset: String(offset) as never,
        intakeCursor: String(intakeCursor) as never,
        journaled: false,
      },
    ],
    journals: [],
  };
}

/** A database that answers one snapshot after the other, with something happening before each. */
function ledgerOf(...steps: (() => LedgerSnapshot)[]) {
  let at = 0;
  return { read: async () => steps[Math.min(at++, steps.length - 1)]!() };
}

const lost = new LostEntries(() => 0);

describe('auditQueue', () => {
  it('counts exactly what lies between the positions, although entries come and go meanwhile', async () => {
    const reader = new MovingQueue();
    reader.append(10);
    const ledger = ledgerOf(
      () => snapshot(2, 4),
      () => {
        reader.append(5);
        reader.release(6);
        return snapshot(6, 9);
      },
    );
    const { queued, uncounted } = await auditQueue({ ledger, reader, queue: 'q', lost }, COUNTED);
    expect(queued.get(AGENT)).toBe(3);
    expect(uncounted.get(AGENT)).toBeUndefined();
  });

  it('reads on when a position has run past what was read', async () => {
    const reader = new MovingQueue();
    reader.append(4);
    const ledger = ledgerOf(
      () => snapshot(0, 0),
      () => {
        reader.append(4);
        return snapshot(7, 5);
      },
      () => snapshot(8, 5),
    );
    const { queued, uncounted } = await auditQueue({ ledger, reader, queue: 'q', lost }, COUNTED);
    expect(queued.get(AGENT)).toBeUndefined();
    expect(uncounted.get(AGENT)).toBe(3);
  });

  it('gives up with a reason when it cannot be counted', async () => {
    const reader = new MovingQueue();
    reader.append(50);
    const tooMuch = auditQueue({ ledger: ledgerOf(() => snapshot(0, 50)), reader, queue: 'q', lost }, COUNTED, 20);
    await expect(tooMuch).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 30 });
    const past = auditQueue({ ledger: ledgerOf(() => snapshot(0, 99)), reader, queue: 'q', lost }, COUNTED);
    await expect(past).rejects.toMatchObject({ code: 'unavailable' });
  });
});
