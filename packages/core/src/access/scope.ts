import type { AccountId } from '../ids.ts';

/** Where in the tree of accounts something is: `/sys/acme/north` for the account `north` below `acme`. */
export interface AccountScope {
  readonly id: AccountId;
  readonly path: string;
}

/**
 * Tells whether `target` is the account `from` itself or one below it.
 * The separator is part of the comparison: `/sys/acme` does not reach `/sys/acme-north`.
 */
export function reaches(from: Pick<AccountScope, 'path'>, target: Pick<AccountScope, 'path'>): boolean {
  if (from.path === '' || target.path === '') return false;
  return target.path === from.path || target.path.startsWith(`${from.path}/`);
}
