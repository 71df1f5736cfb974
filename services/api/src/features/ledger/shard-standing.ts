import type { EntryId } from '@hawser/queue';
import type { JournalStanding, LedgerSnapshot } from '@hawser/storage';

/** How far one shard was counted and stored when the ledger was read. */
export interface ShardStanding {
  readonly offset: EntryId | null;
  /** For entries that are counted by their ids; null when those of the shard are counted by journals. */
  readonly own: { readonly offset: EntryId | null; readonly intake: EntryId | null } | null;
  /** By UUID, for entries that came through a journal; those that are counted and stored equally far are left out. */
  readonly journals: ReadonlyMap<string, JournalStanding>;
}

/** Picks out of a snapshot what it says of one shard of a queue. */
export function shardStanding(snapshot: LedgerSnapshot, queue: string, shard: number): ShardStanding {
  const found = snapshot.shards.find((each) => each.queue === queue && each.shard === shard);
  const offset = (found?.offset ?? null) as EntryId | null;
  const intake = (found?.intakeCursor ?? null) as EntryId | null;
  const own = intake === null && found?.journaled === true ? null : { offset, intake };
  // Of a journal that has nothing stored anywhere it is not known where its entries go; it is taken for one of these.
  const here = snapshot.journals.filter((each) => each.shard === shard && (each.queue ?? queue) === queue);
  return { offset, own, journals: new Map(here.map((each) => [each.journal, each])) };
}
