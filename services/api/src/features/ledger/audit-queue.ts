import { type AgentId, Problem } from '@hawser/core';
import type { EntryId } from '@hawser/queue';
import type { LedgerRepository, LedgerSnapshot } from '@hawser/storage';
import { type Counted, type LedgerReader, MAX_COUNTED_ENTRIES, ShardAudit } from './queued-counter.ts';

const MAX_ROUNDS = 20;

export interface AuditDeps {
  readonly ledger: Pick<LedgerRepository, 'read'>;
  readonly reader: LedgerReader & { readonly shards: number };
  /** Name of the queue in the database's positions. */
  readonly queue: string;
}

/** The ledger at one moment, with what lies in the queue at that moment. */
export interface AuditedLedger {
  readonly snapshot: LedgerSnapshot;
  /** Messages that are counted as received and not stored yet, counted in the queue itself. */
  readonly queued: ReadonlyMap<AgentId, number>;
  /** Messages that are stored already and not counted as received yet: intake's count follows a moment later. */
  readonly uncounted: ReadonlyMap<AgentId, number>;
}

interface Positions {
  readonly offset: EntryId | null;
  readonly intake: EntryId | null;
}

/**
 * Reads the ledger and counts the queue so that both speak of the same moment, although intake, ingestion and the
 * release of entries go on meanwhile.
 *
 * The database says in one snapshot up to where the queue is counted as received and up to where it is stored. The
 * queue is read before the snapshot that counts, from a place that was at or before both positions; whatever lies
 * between the two positions was therefore read while it was still there. When one of them is already past the end of
 * what was read, reading goes on and a new snapshot is taken.
 *
 * @throws Problem `unavailable` when too much is queued, or it moves too fast
 */
export async function auditQueue(
  deps: AuditDeps,
  counted: Counted,
  maxEntries = MAX_COUNTED_ENTRIES,
): Promise<AuditedLedger> {
  const { account, ...span } = counted;
  const before = await deps.ledger.read(account, span);
  const audits = startAudits(deps, before, counted, maxEntries);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const audit of audits) await audit.readOn();
    const snapshot = await deps.ledger.read(account, span);
    const positions = audits.map((_, shard) => positionsOf(deps, snapshot, shard));
    const complete = audits.every((audit, shard) => covers(audit, positions[shard]));
    if (complete) return { snapshot, ...countBetween(audits, positions) };
  }
  throw new Problem('unavailable', 'The queue moves too fast to be counted now.', { retryAfterSeconds: 1 });
}

function startAudits(deps: AuditDeps, snapshot: LedgerSnapshot, counted: Counted, maxEntries: number): ShardAudit[] {
  return Array.from({ length: deps.reader.shards }, (_, shard) => {
    const { offset, intake } = positionsOf(deps, snapshot, shard);
    const first = offset === null || intake === null ? null : earlier(deps.reader, offset, intake);
    return new ShardAudit(deps.reader, shard, first, counted, maxEntries);
  });
}

function earlier(reader: LedgerReader, a: EntryId, b: EntryId): EntryId {
  return reader.compare(a, b) <= 0 ? a : b;
}

function positionsOf({ queue }: AuditDeps, snapshot: LedgerSnapshot, shard: number): Positions {
  const found = snapshot.shards.find((each) => each.queue === queue && each.shard === shard);
  return { offset: (found?.offset ?? null) as EntryId | null, intake: (found?.intakeCursor ?? null) as EntryId | null };
}

function covers(audit: ShardAudit, positions: Positions | undefined): boolean {
  return positions !== undefined && audit.covers(positions.offset) && audit.covers(positions.intake);
}

function countBetween(audits: readonly ShardAudit[], positions: readonly Positions[]) {
  const queued = new Map<AgentId, number>();
  const uncounted = new Map<AgentId, number>();
  for (const [shard, audit] of audits.entries()) {
    const { offset = null, intake = null } = positions[shard] ?? {};
    audit.count(offset, intake, queued);
    audit.count(intake, offset, uncounted);
  }
  return { queued, uncounted };
}
