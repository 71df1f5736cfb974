import type { Role as RoleBody, roleOperations } from '@hawser/contracts/http';
import { isBuiltInRole, isUuid, mayChangeRole, Problem } from '@hawser/core';
import { createRoleRepository } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { auditedRole } from './audited-role.ts';
import { roleBody } from './role-body.ts';

const FIRST_VERSION = 1;

type Operation = typeof roleOperations.create;

/** `POST /v1/{account}/roles` */
export function createRole(context: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const { id, name } = accountOf(request);
    assertRoleName(request.body.name);
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['role', sessionOf(request).userId, id],
      body: request.body,
    };
    const body = await context.idempotency.once(once, () => create(context, request));
    request.audit.on({ kind: 'role', name: body.name });
    reply.header('location', `/v1/${name}/roles/${body.id}`).header('etag', etagOf(FIRST_VERSION));
    return reply.code(201).send(body);
  };
}

function create({ access }: ApiContext, request: HandlerRequest<Operation>): Promise<RoleBody> {
  const account = accountOf(request);
  const { name, description = '' } = request.body;
  const permissions = new Set(request.body.permissions);
  return access.change(request, async ({ tx, caller }) => {
    assertHolds(mayChangeRole(caller, { account, before: new Set(), after: permissions, uses: [] }));
    const role = await createRoleRepository(tx).create({ accountId: account.id, name, description, permissions });
    request.audit.on({ kind: 'role', id: role.id, name }).change(null, auditedRole(role));
    return roleBody(role);
  });
}

function assertRoleName(name: string): void {
  if (!isBuiltInRole(name) && !isUuid(name)) return;
  throw new Problem('invalid-input', `A role cannot be named ${name}.`, {
    hint: 'Take another name: it is neither that of a built-in role nor one that looks like an id.',
  });
}
