import type { AccountId } from '@hawser/core';
import type { Queryable } from '../database.ts';

/** Accounts whose agents a foreign broker is to turn away for a while. */
export interface AccountHolds {
  /** Holds accounts until a time, in milliseconds since the Unix epoch; the later one of two counts. */
  hold(accounts: readonly AccountId[], until: number): Promise<void>;
  /** Until when an account is held; null when it is not. */
  heldUntil(account: AccountId, now: number): Promise<number | null>;
}

const HOLD = `INSERT INTO account_holds AS h (account_id, held_until)
  SELECT a.id, $2 FROM unnest($1::uuid[]) AS t (id) JOIN accounts a ON a.id = t.id ORDER BY a.id
  ON CONFLICT (account_id) DO UPDATE SET held_until = greatest(h.held_until, excluded.held_until)`;

const HELD_UNTIL = 'SELECT held_until AS until FROM account_holds WHERE account_id = $1 AND held_until > $2';

export function createAccountHolds(db: Queryable): AccountHolds {
  return {
    async hold(accounts, until) {
      if (accounts.length > 0) await db.query(HOLD, [accounts, new Date(until)]);
    },
    async heldUntil(account, now) {
      const [row] = await db.query<{ until: number }>(HELD_UNTIL, [account, new Date(now)]);
      return row?.until ?? null;
    },
  };
}
