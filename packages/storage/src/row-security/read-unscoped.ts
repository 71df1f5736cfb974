import type { Queryable } from '../database.ts';

/** The scope is left for as long as the savepoint stands, and nothing can be written meanwhile. */
const LEAVE = 'SAVEPOINT unscoped; SET LOCAL ROLE NONE; SET LOCAL transaction_read_only TO on';
/** Takes the settings back that were made since. */
const RETURN = 'ROLLBACK TO SAVEPOINT unscoped; RELEASE SAVEPOINT unscoped';

/**
 * Reads, in a transaction within the scope of an account, what lies outside of it: what judges a change, but is not
 * changed. The scope stands again when it is done, whether it worked or not.
 *
 * @param read - not to be used together with other statements of the transaction; a statement that writes is refused
 * @throws what `read` threw
 */
export async function readUnscoped<Result>(tx: Queryable, read: (tx: Queryable) => Promise<Result>): Promise<Result> {
  await tx.query(LEAVE);
  try {
    return await read(tx);
  } finally {
    await tx.query(RETURN);
  }
}
