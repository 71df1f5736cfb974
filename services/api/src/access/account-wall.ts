import { AsyncLocalStorage } from 'node:async_hooks';
import type { AccountScope, Database, ScopedDatabase } from '@hawser/storage';

/** The second wall between accounts; the first one is that repositories are told which account they work for. */
export interface AccountWall {
  /**
   * Runs each statement in the scope of the account in which the request, or whatever else is going on, acts. It fails
   * where there is none, so that nothing sees all accounts by mistake.
   */
  readonly database: Database;
  /** Runs `work`, and all that it starts, in the scope of an account. */
  within<Result>(scope: AccountScope, work: () => Result): Result;
}

/** Builds the wall in front of a database. */
export function createAccountWall(database: Database): AccountWall {
  const scopes = new AsyncLocalStorage<AccountScope>();
  const scoped = (): ScopedDatabase => {
    const scope = scopes.getStore();
    if (scope !== undefined) return database.within(scope);
    throw new Error('A statement was run outside of any account: use context.unscoped where that is meant.');
  };
  return {
    database: {
      query: async (sql, params) => scoped().query(sql, params),
      transaction: async (work) => scoped().transaction(work),
      within: (scope) => database.within(scope),
      close: () => database.close(),
    },
    within: (scope, work) => scopes.run(scope, work),
  };
}
