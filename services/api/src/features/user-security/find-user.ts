import { isUuid, mayManage, Problem, type UserId } from '@hawser/core';
import { createGrantRepository, createUserRepository, type Queryable, type User } from '@hawser/storage';
import { accountOf, sessionOf } from '../../http/context-of.ts';

type Asked = Parameters<typeof accountOf>[0] & Parameters<typeof sessionOf>[0] & { readonly params: { user: string } };

/**
 * Finds the user of the account in the path, for somebody who may put themselves into their place.
 *
 * @throws Problem `not-found`; `forbidden` when the user holds what the caller does not
 */
export async function findManagedUser(db: Queryable, request: Asked): Promise<User> {
  const user = await findUser(db, request);
  const decision = mayManage(sessionOf(request).subject, await createGrantRepository(db).ofUser(user.id));
  if (decision.allow) return user;
  throw new Problem('forbidden', `The user may do what you may not: ${decision.missing.join(', ')}.`, {
    hint: 'Ask somebody who holds these permissions wherever the user holds them.',
  });
}

async function findUser(db: Queryable, request: Asked): Promise<User> {
  const users = createUserRepository(db);
  const { id } = accountOf(request);
  const { user: named } = request.params;
  const user = isUuid(named) ? await users.inAccount(id, named as UserId) : await users.byEmail(named);
  if (user === null || user.accountId !== id) throw new Problem('not-found', 'The account has no such user.');
  return user;
}
