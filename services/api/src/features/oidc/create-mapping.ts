import type { OidcMapping as MappingBody, oidcOperations } from '@hawser/contracts/http';
import { mayGrant, Problem } from '@hawser/core';
import { createOidcMappingRepository } from '@hawser/storage';
import type { AccessChange } from '../../access/access-service.ts';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { findRole } from '../users/resolve-grants.ts';
import { auditedMapping } from './audited-mapping.ts';
import { mappingBody } from './mapping-body.ts';

const FIRST_VERSION = 1;
const MAX_MAPPINGS = 1_000;

type Operation = typeof oidcOperations.createMapping;

/**
 * `POST /v1/{account}/oidc-mappings`: gives a group a role that the caller could grant themselves, because whoever gets
 * into the group has it.
 */
export function createMapping({ access, idempotency }: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const { id, name } = accountOf(request);
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['oidc-mapping', sessionOf(request).userId, id],
      body: request.body,
    };
    const body = await idempotency.once(once, () => access.change(request, (change) => create(change, request)));
    request.audit.on({ kind: 'oidc_mapping', id: body.id, name: body.group });
    return reply
      .code(201)
      .header('etag', etagOf(FIRST_VERSION))
      .header('location', `/v1/${name}/oidc-mappings/${body.id}`)
      .send(body);
  };
}

async function create({ tx, caller }: AccessChange, request: HandlerRequest<Operation>): Promise<MappingBody> {
  const account = accountOf(request);
  const { group, role: named, descendants = false } = request.body;
  const { role, permissions } = await findRole(tx, account, named, 'body');
  assertHolds(mayGrant(caller, { account, descendants, fleet: null, permissions }));
  const mappings = createOidcMappingRepository(tx);
  if ((await mappings.count(account.id)) >= MAX_MAPPINGS) {
    throw new Problem('limit-reached', `The account has ${MAX_MAPPINGS} mappings, the most there can be.`);
  }
  const mapping = await mappings.create({ accountId: account.id, group, role, descendants });
  request.audit.on({ kind: 'oidc_mapping', id: mapping.id, name: group }).change(null, auditedMapping(mapping));
  return mappingBody(mapping);
}
