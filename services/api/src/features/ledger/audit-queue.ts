import { type AgentId, Problem } from '@hawser/core';
import type { JournalStanding, LedgerRepository, LedgerSnapshot } from '@hawser/storage';
import type { LostEntries } from './lost-entries.ts';
import { type Between, type Counted, type LedgerReader, MAX_COUNTED_ENTRIES, ShardAudit } from './queued-counter.ts';
import { type ShardStanding, shardStanding } from './shard-standing.ts';

const MAX_ROUNDS = 20;
/** Entries may just have come and gone between two reads, but not time after time. */
const MAX_INCOMPLETE_ROUNDS = 3;

export interface AuditDeps {
  readonly ledger: Pick<LedgerRepository, 'read'>;
  readonly reader: LedgerReader & { readonly shards: number };
  /** Name of the queue in the database's positions. */
  readonly queue: string;
  readonly lost: LostEntries;
}

/** The ledger at one moment, with what lies in the queue at that moment. */
export interface AuditedLedger {
  readonly snapshot: LedgerSnapshot;
  /** Messages that are counted as received and not stored yet, counted in the queue itself. */
  readonly queued: ReadonlyMap<AgentId, number>;
  /** Messages that are stored already and not counted as received yet: intake's count follows a moment later. */
  readonly uncounted: ReadonlyMap<AgentId, number>;
}

/**
 * Reads the ledger and counts the queue so that both speak of the same moment, although intake, ingestion and the
 * release of entries go on meanwhile.
 *
 * The database says in one snapshot up to where entries are counted as received and up to where they are stored: by
 * their ids in the queue, or, for those that came through a journal, by their positions in it. The queue is read before
 * the snapshot that counts, from a place at or before all of these; whatever lies between two of them was therefore read
 * while it was still there. When an id is already past the end of what was read, reading goes on and a new snapshot is
 * taken. Of a journal it can be told by its positions whether all was read, so the queue may be read after the snapshot
 * as well.
 *
 * @throws Problem `unavailable` when too much is queued, it moves too fast, the queue cannot be read, or it lacks
 *   entries that are about to be sent again
 */
export async function auditQueue(
  deps: AuditDeps,
  counted: Counted,
  maxEntries = MAX_COUNTED_ENTRIES,
): Promise<AuditedLedger> {
  const { account, ...span } = counted;
  const audits = startAudits(deps, await deps.ledger.read(account, span), counted, maxEntries);
  let incomplete = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await readOn(audits);
    const snapshot = await deps.ledger.read(account, span);
    const standings = audits.map((_, shard) => shardStanding(snapshot, deps.queue, shard));
    if (!standings.every((standing, shard) => audits[shard]?.covers(standing))) continue;
    if (missingOf(audits, standings).length > 0) await readOn(audits);
    const missing = missingOf(audits, standings);
    if (missing.length > 0 && ++incomplete < MAX_INCOMPLETE_ROUNDS) continue;
    if (missing.length === 0 || mayBeGivenUp(deps, audits, missing))
      return { snapshot, ...countAll(audits, standings) };
    throw new Problem('unavailable', 'The queue does not hold all that waits; the rest is sent again.', {
      retryAfterSeconds: 2,
    });
  }
  throw new Problem('unavailable', 'The queue moves too fast to be counted now.', { retryAfterSeconds: 1 });
}

interface MissingEntries {
  readonly shard: number;
  readonly standing: JournalStanding;
}

function startAudits(deps: AuditDeps, snapshot: LedgerSnapshot, counted: Counted, maxEntries: number): ShardAudit[] {
  return Array.from({ length: deps.reader.shards }, (_, shard) => {
    const start = shardStanding(snapshot, deps.queue, shard);
    return new ShardAudit(deps.reader, shard, start, counted, maxEntries);
  });
}

async function readOn(audits: readonly ShardAudit[]): Promise<void> {
  await Promise.all(audits.map((audit) => audit.readOn()));
}

/** Journals of which an entry was not read that is counted and not stored, or the other way round. */
function missingOf(audits: readonly ShardAudit[], standings: readonly ShardStanding[]): MissingEntries[] {
  return audits.flatMap(({ seen }, shard) => {
    const journals = [...(standings[shard]?.journals.values() ?? [])];
    const missing = journals.filter((each) => !seen.hasAll(each.journal, ...boundsOf(each)));
    return missing.map((standing) => ({ shard, standing }));
  });
}

/** What a journal has begun to send again it will send to the end, however long that takes. */
function mayBeGivenUp({ lost }: AuditDeps, audits: readonly ShardAudit[], missing: readonly MissingEntries[]): boolean {
  const isComing = ({ shard, standing }: MissingEntries) =>
    audits[shard]?.seen.hasAny(standing.journal, ...boundsOf(standing)) === true;
  const areGone = lost.areGone(missing.map(({ standing }) => standing));
  return areGone && !missing.some(isComing);
}

function boundsOf({ stored, counted }: JournalStanding): [after: number, upTo: number] {
  return [Math.min(stored, counted), Math.max(stored, counted)];
}

function countAll(audits: readonly ShardAudit[], standings: readonly ShardStanding[]): Between {
  const between: Between = { queued: new Map(), uncounted: new Map() };
  for (const [shard, audit] of audits.entries()) {
    const standing = standings[shard];
    if (standing !== undefined) audit.count(standing, between);
  }
  return between;
}
