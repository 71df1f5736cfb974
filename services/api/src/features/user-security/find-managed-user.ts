import { mayManage } from '@hawser/core';
import { createGrantRepository, createUserRepository, type Queryable, type User } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import { assertHolds } from '../../access/assert-holds.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { findUser } from '../users/find-user.ts';

type Asked = Pick<FastifyRequest, 'account' | 'session' | 'audit'> & { readonly params: { readonly user: string } };

/**
 * Finds the user of the path, for somebody who may put themselves into their place.
 *
 * @throws Problem `not-found`; `forbidden` when the user holds what the caller does not
 */
export async function findManagedUser(db: Queryable, request: Asked): Promise<User> {
  const user = await findUser(createUserRepository(db), accountOf(request), request.params.user);
  request.audit.on({ kind: 'user', id: user.id, name: user.email });
  assertHolds(mayManage(sessionOf(request).subject, await createGrantRepository(db).ofUser(user.id)));
  return user;
}
