import { type Database, verifyAuditChain } from '@hawser/storage';
import type { Output } from '../db/run-db.ts';
import { findChains } from './chains.ts';

/** Entries between two words about the progress. */
const PROGRESS_EVERY = 50_000;

/**
 * Verifies the chain of one account, or all.
 *
 * @returns whether all are intact
 */
export async function verifyChains(
  database: Database,
  account: string | undefined,
  { say, complain }: Output,
): Promise<boolean> {
  let allIntact = true;
  for (const { accountId, name } of await findChains(database, account)) {
    let said = 0;
    const verdict = await verifyAuditChain(database, accountId, (done, all) => {
      if (done - said < PROGRESS_EVERY) return;
      said = done;
      complain(`${name}: ${done} of ${all} entries`);
    });
    allIntact &&= verdict.intact;
    if (!verdict.intact) complain(`${name}: BROKEN: entry ${verdict.seq} ${verdict.reason}`);
    else {
      const { entries, firstSeq, seq, hash } = verdict;
      const dropped = firstSeq === 1 ? '' : `, those before ${firstSeq} were dropped by retention`;
      say(`${name}: intact, ${entries} entries up to ${seq} (${Buffer.from(hash).toString('hex')})${dropped}`);
    }
  }
  return allIntact;
}
