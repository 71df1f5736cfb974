import { isUuid, Problem, type UserId } from '@hawser/core';
import type { Account, User, UserRepository } from '@hawser/storage';

/**
 * Finds a user of an account by id or e-mail address.
 *
 * @throws Problem `not-found`, also when they belong to another account
 */
export async function findUser(
  users: Pick<UserRepository, 'inAccount' | 'byEmail'>,
  account: Account,
  idOrEmail: string,
): Promise<User> {
  const user = isUuid(idOrEmail)
    ? await users.inAccount(account.id, idOrEmail.toLowerCase() as UserId)
    : await users.byEmail(idOrEmail);
  if (user !== null && user.accountId === account.id) return user;
  throw new Problem('not-found', `The account ${account.name} has no such user.`);
}
