import type { userOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { userBody } from './user-body.ts';

/** `GET /v1/{account}/users` */
export function listUsers({ users, grants }: ApiContext): Handler<typeof userOperations.list> {
  return async (request) => {
    const account = accountOf(request);
    const { second_factor: secondFactor = null } = request.query;
    const page = await users.list(account.id, { ...pageRequest(request.query), secondFactor });
    const granted = await grants.ofUsers(page.items.map(({ id }) => id));
    return pageBody(page, (user) => userBody(user, account, granted.get(user.id) ?? []));
  };
}
