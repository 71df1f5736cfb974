import { Problem } from '@hawser/core';
import type { Account, AccountPolicies, AccountPolicy } from '@hawser/storage';

/** What holds in an account. @throws Problem `not-found` when it was deleted meanwhile */
export async function policyOf(policies: Pick<AccountPolicies, 'read'>, account: Account): Promise<AccountPolicy> {
  const policy = await policies.read(account.id);
  if (policy === null) throw new Problem('not-found', 'The account does not exist any more.');
  return policy;
}
