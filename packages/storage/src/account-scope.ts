import type { AccountId } from '@hawser/core';

/** An account with those below it: what statements may see and change, whatever they ask for. */
export interface AccountScope {
  readonly id: AccountId;
  /** Names from the root down, for example `/sys/acme/north`. */
  readonly path: string;
}

/** The role that row-level security acts on: owners of tables and superusers pass it by. */
export const TENANT_ROLE = 'hawser_tenant';

/**
 * Enters a scope until the end of the transaction that it stands in. `$1` and `$2` are `scopeParameters`. It goes ahead
 * of a statement in one round of the extended protocol, which is one transaction.
 */
export const ENTER_SCOPE = `SELECT set_config('role', '${TENANT_ROLE}', true),
  set_config('hawser.account', $1, true), set_config('hawser.path', $2, true)`;

export function scopeParameters({ id, path }: AccountScope): [account: string, path: string] {
  return [id, path];
}

/** Begins a transaction in a scope. No query is in it, so that the isolation level may still be chosen. */
export function beginWithin(scope: AccountScope): string {
  const [account, path] = scopeParameters(scope).map(literal);
  return `BEGIN; SET LOCAL ROLE ${TENANT_ROLE}; SET LOCAL hawser.account TO ${account}; SET LOCAL hawser.path TO ${path}`;
}

/** A setting takes no parameter. Ids and paths hold no quotes or backslashes; anything else is refused. */
function literal(text: string): string {
  if (!/^[\w/-]+$/.test(text)) throw new TypeError('An account scope must hold an id and a path of account names.');
  return `'${text}'`;
}
