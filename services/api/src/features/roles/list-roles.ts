import type { roleOperations } from '@hawser/contracts/http';
import { USER_ROLES } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { builtInRoleBody, roleBody } from './role-body.ts';

/** `GET /v1/{account}/roles`: the built-in ones are on the first page, whatever its limit. */
export function listRoles({ roles }: ApiContext): Handler<typeof roleOperations.list> {
  return async (request) => {
    const page = pageRequest(request.query);
    const own = pageBody(await roles.list(accountOf(request).id, page), roleBody);
    return page.cursor === null ? { ...own, items: [...USER_ROLES.map(builtInRoleBody), ...own.items] } : own;
  };
}
