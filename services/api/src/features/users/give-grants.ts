import type { GrantInput } from '@hawser/contracts/http';
import { mayGrant } from '@hawser/core';
import { type Account, createGrantRepository, type User } from '@hawser/storage';
import type { AccessChange } from '../../access/access-service.ts';
import { assertHolds } from '../../access/assert-holds.ts';
import { resolveGrants } from './resolve-grants.ts';

/**
 * Gives a user these grants in place of all they have.
 *
 * @throws Problem `forbidden` when the caller does not hold one of them; `invalid-input` when one speaks of what is not there
 */
export async function giveGrants(
  { tx, caller }: AccessChange,
  home: Account,
  user: Pick<User, 'id'>,
  inputs: readonly GrantInput[],
): Promise<void> {
  const resolved = await resolveGrants(tx, home, inputs);
  for (const { grant } of resolved) assertHolds(mayGrant(caller, grant));
  await createGrantRepository(tx).replace(
    user.id,
    resolved.map(({ stored }) => stored),
  );
}
