import type { Database, Queryable, Transaction } from '../database.ts';
import { ADVISORY_LOCK } from '../maintenance/advisory-locks.ts';

/**
 * Runs a change of who may do what as a transaction, one at a time in the whole installation: what the change is judged
 * by cannot change meanwhile. These are rare, and short.
 *
 * @throws what `work` threw
 */
export function changeAccess<Result>(db: Database, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    await lockAccess(tx);
    return work(tx);
  });
}

/** Makes a transaction a change of who may do what, as `changeAccess` does. Let it be the first statement. */
export async function lockAccess(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.access]);
}
