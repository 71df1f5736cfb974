import { deleteAccounts, purgeDeletions } from '../accounts/account-deletions.ts';
import { createAccountUsageRepository } from '../accounts/account-usage.ts';
import type { Database } from '../database.ts';
import { createDayPartitions, dayOf } from '../readings/day-partitions.ts';
import { dayTablesOf, engineKind } from '../readings/detect-engine.ts';
import { dropExpiredOfAccounts } from './account-retention.ts';
import { type DedupLimits, purgeDedup } from './dedup-purge.ts';
import { purgeJournals } from './journal-purge.ts';
import { compactLedger } from './ledger-compaction.ts';
import { type Dropped, dropExpired, type RetentionLimits } from './retention.ts';
import type { Retention } from './retention-policies.ts';
import { createRollUp } from './roll-up.ts';
import { purgeDeletedSeries } from './series-purge.ts';

/**
 * What keeps the readings in order. Every call does a bounded piece of work and says how much it was, so that the
 * caller can leave room between two of them. Times are milliseconds since the Unix epoch.
 */
export interface Maintenance {
  /** Merges at most `limit` rows of commits into the roll-ups; see `RollUp`. */
  rollUp(limit: number): Promise<number>;
  /** Drops what is older than its retention; see `dropExpired`. */
  dropExpired(now: number, retention: Retention, limits: RetentionLimits): Promise<Dropped>;
  /** Makes today's and tomorrow's partition, so that no commit has to at midnight. */
  prepareDays(now: number): Promise<void>;
  /** Deletes at most `limit` readings of deleted agents; see `purgeDeletedSeries`. */
  purgeDeletedSeries(limit: number): Promise<number>;
  /** Forgets old message ids; see `purgeDedup`. */
  purgeDedup(now: number, limits: DedupLimits): Promise<number>;
  /** Forgets at most `limit` journals that are gone, and says which; see `purgeJournals`. */
  purgeJournals(now: number, limit: number): Promise<string[]>;
  /** Merges at most `limit` old lines of the ledger into hours; see `compactLedger`. */
  compactLedger(now: number, limit: number): Promise<number>;
  /** Deletes at most `limit` rows of accounts that keep readings for a shorter time; see `dropExpiredOfAccounts`. */
  dropExpiredOfAccounts(now: number, limit: number): Promise<number>;
  /** Goes on with deletions of accounts by at most `limit` rows; see `deleteAccounts`. */
  deleteAccounts(now: number, limit: number): Promise<boolean>;
  /** Forgets at most `limit` lines of each about the use and the deletion of accounts from before a time. */
  purgeAccountHistory(before: number, limit: number): Promise<number>;
}

export function createMaintenance(db: Database): Maintenance {
  const rollUp = createRollUp(db);
  const usage = createAccountUsageRepository(db);
  return {
    rollUp: (limit) => rollUp.merge(limit),
    dropExpired: (now, retention, limits) => dropExpired(db, now, retention, limits),
    prepareDays: async (now) => {
      const tables = dayTablesOf(await engineKind(db));
      await createDayPartitions(db, tables).ensure([dayOf(now), dayOf(now) + 1]);
    },
    purgeDeletedSeries: (limit) => purgeDeletedSeries(db, limit),
    purgeDedup: (now, limits) => purgeDedup(db, now, limits),
    purgeJournals: (now, limit) => purgeJournals(db, now, limit),
    compactLedger: (now, limit) => compactLedger(db, now, limit),
    dropExpiredOfAccounts: (now, limit) => dropExpiredOfAccounts(db, now, limit),
    deleteAccounts: (now, limit) => deleteAccounts(db, limit, now),
    purgeAccountHistory: async (before, limit) =>
      Math.max(await usage.purge(before, limit), await purgeDeletions(db, before, limit)),
  };
}
