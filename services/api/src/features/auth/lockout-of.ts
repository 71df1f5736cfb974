import type { Lockout, User } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import { DEFAULT_ACCOUNT_SECURITY } from '../../sessions/security-policy.ts';

/**
 * How wrong tries of a user are slowed. Somebody who does not exist is treated like a user of the root account, with as
 * many questions to the database.
 */
export async function lockoutOf(
  { unscoped: { accounts }, securityPolicy }: Pick<ApiContext, 'unscoped' | 'securityPolicy'>,
  user: Pick<User, 'accountId'> | null,
): Promise<Lockout> {
  const account = await (user === null ? accounts.root() : accounts.byId(user.accountId));
  return (account === null ? DEFAULT_ACCOUNT_SECURITY : await securityPolicy(account)).lockout;
}
