import { isUuid, Problem, type UserId } from '@hawser/core';
import type { Account, User, UserRepository } from '@hawser/storage';

/**
 * Finds a user of an account by id.
 *
 * @throws Problem `not-found`, also when they belong to another account
 */
export async function findUser(users: Pick<UserRepository, 'inAccount'>, account: Account, id: string): Promise<User> {
  const user = isUuid(id) ? await users.inAccount(account.id, id.toLowerCase() as UserId) : null;
  if (user === null) throw new Problem('not-found', `The account ${account.name} has no such user.`);
  return user;
}
