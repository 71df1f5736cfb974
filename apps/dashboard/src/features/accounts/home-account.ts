import type { Account, Me } from '../../services/api/types.ts';

/**
 * The account to begin with: the one looked at last while it is in reach; else, for users of the root account, which
 * is for administration only, its first child; else the user's own.
 */
export function homeAccount(me: Me, children: readonly Account[], last: string): string {
  const reach = [me.account, ...children].map((account) => account.name);
  if (reach.includes(last)) return last;
  return me.account.parent_id === null ? (children[0]?.name ?? me.account.name) : me.account.name;
}
