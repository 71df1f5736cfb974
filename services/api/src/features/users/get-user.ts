import type { userOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { findUser } from './find-user.ts';
import { userBody } from './user-body.ts';

/** `GET /v1/{account}/users/{user}` */
export function getUser({ users, grants }: ApiContext): Handler<typeof userOperations.read> {
  return async (request, reply) => {
    const account = accountOf(request);
    const user = await findUser(users, account, request.params.user);
    reply.header('etag', etagOf(user.version));
    return userBody(user, account, await grants.ofUser(user.id));
  };
}
