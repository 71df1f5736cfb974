import type { AccountRepository } from '@hawser/storage';

export interface SetupState {
  /** Tells whether the installation has its root account. */
  isDone(): Promise<boolean>;
}

/** Once done, set-up stays done: the database is asked only until then. */
export function createSetupState(accounts: Pick<AccountRepository, 'root'>): SetupState {
  let done = false;
  return {
    async isDone() {
      if (!done) done = (await accounts.root()) !== null;
      return done;
    },
  };
}
