import type { GrantInput } from '@hawser/contracts/http';
import { mayGrant } from '@hawser/core';
import { type Account, createGrantRepository, type User } from '@hawser/storage';
import type { AccessChange } from '../../access/access-service.ts';
import { assertHolds } from '../../access/assert-holds.ts';
import { type ResolvedGrant, resolveGrants } from './resolve-grants.ts';

/**
 * Gives a user these grants in place of all they have.
 *
 * @throws Problem `forbidden` when the caller does not hold one of them; `invalid-input` when one speaks of what is not there
 */
export async function giveGrants(
  change: AccessChange,
  home: Account,
  user: Pick<User, 'id'>,
  inputs: readonly GrantInput[],
): Promise<void> {
  const grantable = await resolveGrantable(change, home, inputs);
  await createGrantRepository(change.tx).replace(
    user.id,
    grantable.map(({ stored }) => stored),
  );
}

/**
 * Finds what grants speak of, for somebody who may give them.
 *
 * @throws Problem as `giveGrants` does
 */
export async function resolveGrantable(
  { tx, caller }: AccessChange,
  home: Account,
  inputs: readonly GrantInput[],
): Promise<ResolvedGrant[]> {
  const resolved = await resolveGrants(tx, home, inputs);
  for (const { grant } of resolved) assertHolds(mayGrant(caller, grant));
  return resolved;
}
