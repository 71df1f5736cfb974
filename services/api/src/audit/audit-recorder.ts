import { type AccountId, type AuditEntry, type Clock, NO_ACCOUNT, Problem } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import { type AccountRepository, appendAuditEntry, type Database, RepeatedAttempts } from '@hawser/storage';

export interface AuditRecorderDeps {
  /** Of the account in which a request acts. */
  readonly db: Database;
  /** Of all accounts. */
  readonly unscoped: { readonly db: Database; readonly accounts: Pick<AccountRepository, 'root'> };
  readonly clock: Clock;
  readonly log: Logger;
}

/** Writes the entries of requests. */
export interface AuditRecorder {
  /** Of the account in which a request acts; of all accounts for one that acts in none. */
  database(actsInAccount: boolean): Database;
  readonly clock: Clock;
  /** Whose chain takes what belongs to no account: the root's, or before set-up that of the installation itself. */
  fallbackAccount(): Promise<AccountId>;
  /** @throws Problem `unavailable` when the entry cannot be written */
  record(entry: AuditEntry): Promise<void>;
  /** Writes what repeated attempts still wait for, and ends. */
  close(): Promise<void>;
}

export function createAuditRecorder({ db, unscoped, clock, log }: AuditRecorderDeps): AuditRecorder {
  const append = async (entry: AuditEntry): Promise<void> => void (await appendAuditEntry(unscoped.db, entry));
  const repeated = new RepeatedAttempts({ append, clock, log });
  let root: AccountId | null = null;
  return {
    database: (actsInAccount) => (actsInAccount ? db : unscoped.db),
    clock,
    async fallbackAccount() {
      root ??= (await unscoped.accounts.root())?.id ?? null;
      return root ?? NO_ACCOUNT;
    },
    async record(entry) {
      try {
        await (entry.outcome === 'success' ? append(entry) : repeated.add(entry));
      } catch (cause) {
        log.error({ err: cause, action: entry.action }, 'The audit cannot be written, so requests are refused');
        throw new Problem('unavailable', 'The audit cannot be written now, and nothing is done without it.', {
          hint: 'Look whether it was done before you try again.',
          cause,
        });
      }
    },
    close: () => repeated.close(),
  };
}
