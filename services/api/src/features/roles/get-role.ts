import type { roleOperations } from '@hawser/contracts/http';
import { isUserRole } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { findOwnRole } from './find-role.ts';
import { builtInRoleBody, roleBody } from './role-body.ts';

/** `GET /v1/{account}/roles/{role}` */
export function getRole({ roles }: ApiContext): Handler<typeof roleOperations.read> {
  return async (request, reply) => {
    const name = request.params.role;
    if (isUserRole(name)) return builtInRoleBody(name);
    const role = await findOwnRole(roles, accountOf(request), name);
    reply.header('etag', etagOf(role.version));
    return roleBody(role);
  };
}
