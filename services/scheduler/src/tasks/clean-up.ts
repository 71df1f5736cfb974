import type { DedupLimits } from '@hawser/storage';
import type { SchedulerDeps } from '../deps.ts';
import type { TaskPlan } from '../repeating-task.ts';

const READINGS_AT_ONCE = 20_000;
const JOURNALS_AT_ONCE = 100;
const LEDGER_LINES_AT_ONCE = 2_000;
const DEDUP: DedupLimits = { idsPerAgent: 100_000, rows: 10_000 };

/** Deletes the readings of agents that were deleted. */
export function purgeSeriesTask({ maintenance }: SchedulerDeps): TaskPlan {
  return {
    name: 'purge-series',
    everyMs: 30_000,
    run: async () => (await maintenance.purgeDeletedSeries(READINGS_AT_ONCE)) >= READINGS_AT_ONCE,
  };
}

/** Forgets message ids after a day, and the oldest of an agent that has too many. */
export function purgeDedupTask({ maintenance, clock }: SchedulerDeps): TaskPlan {
  return {
    name: 'purge-dedup',
    everyMs: 60_000,
    run: async () => (await maintenance.purgeDedup(clock(), DEDUP)) >= DEDUP.rows,
  };
}

/** Forgets journals of intake processes that are gone for good. */
export function purgeJournalsTask({ maintenance, forgetJournals, clock }: SchedulerDeps): TaskPlan {
  return {
    name: 'purge-journals',
    everyMs: 3_600_000,
    run: async () => {
      const journals = await maintenance.purgeJournals(clock(), JOURNALS_AT_ONCE);
      if (journals.length > 0) await forgetJournals?.(journals);
      return journals.length >= JOURNALS_AT_ONCE;
    },
  };
}

/** Merges old lines of the ledger, so that it does not grow by a line an agent and minute for ever. */
export function compactLedgerTask({ maintenance, clock }: SchedulerDeps): TaskPlan {
  return {
    name: 'compact-ledger',
    everyMs: 600_000,
    run: async () => (await maintenance.compactLedger(clock(), LEDGER_LINES_AT_ONCE)) >= LEDGER_LINES_AT_ONCE,
  };
}
