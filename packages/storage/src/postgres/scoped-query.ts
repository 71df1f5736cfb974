import { type ClientBase, type Connection, Query, type QueryConfig, type QueryResult } from 'pg';
import { type AccountScope, ENTER_SCOPE, scopeParameters } from '../account-scope.ts';
import type { WireParameter } from '../values/parameters.ts';

/** What `pg` calls on a query of its own; its types leave that out. */
interface QueryParts {
  prepare(connection: ProtocolConnection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}

interface ProtocolConnection {
  parse(statement: { readonly text: string }): void;
  bind(portal: { readonly values: readonly WireParameter[] }): void;
  execute(portal: object): void;
}

type Callback = (error: Error | null, result: QueryResult) => void;
type QueryClass = new (config: QueryConfig, values: readonly unknown[], callback: Callback) => Query & QueryParts;

/**
 * A statement with the one before it that enters the scope: both go out together, and one Sync after both makes them one
 * transaction, so that a scope costs no round trip and ends with the statement.
 * Source: PostgreSQL manual, 55.2.4 Pipelining.
 */
class ScopedQuery extends (Query as unknown as QueryClass) {
  readonly #scope: AccountScope;
  #isEntered = false;

  constructor(scope: AccountScope, text: string, values: readonly WireParameter[], callback: Callback) {
    // The simple protocol would be a round of its own.
    super({ text, queryMode: 'extended' } as QueryConfig, values, callback);
    this.#scope = scope;
  }

  override prepare(connection: ProtocolConnection): void {
    connection.parse({ text: ENTER_SCOPE });
    connection.bind({ values: scopeParameters(this.#scope) });
    connection.execute({});
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#isEntered) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#isEntered) super.handleCommandComplete(message, connection);
    this.#isEntered = true;
  }
}

/**
 * Runs a single statement in the scope of an account.
 *
 * @throws what `pg` throws
 */
export function runScoped(
  client: ClientBase,
  scope: AccountScope,
  sql: string,
  values: readonly WireParameter[],
): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const query = new ScopedQuery(scope, sql, values, (error, result) => {
      if (error === null) resolve(result.rows);
      else reject(error);
    });
    client.query(query);
  });
}
