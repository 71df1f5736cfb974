import type { oidcOperations } from '@hawser/contracts/http';
import { mayGrant } from '@hawser/core';
import { createOidcMappingRepository, type OidcMapping } from '@hawser/storage';
import type { AccessChange } from '../../access/access-service.ts';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { findRole } from '../users/resolve-grants.ts';
import { auditedMapping } from './audited-mapping.ts';
import { findMapping } from './find-mapping.ts';
import { mappingBody } from './mapping-body.ts';

type Operation = typeof oidcOperations.updateMapping;

/**
 * `PATCH /v1/{account}/oidc-mappings/{mapping}`: takes effect for each member at their next sign-in. With `If-Match` only
 * when nobody changed it meanwhile.
 */
export function updateMapping({ access }: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const mapping = await access.change(request, (change) => update(change, request));
    reply.header('etag', etagOf(mapping.version));
    return mappingBody(mapping);
  };
}

async function update({ tx, caller }: AccessChange, request: HandlerRequest<Operation>): Promise<OidcMapping> {
  const account = accountOf(request);
  const mappings = createOidcMappingRepository(tx);
  const before = await findMapping(mappings, account, request.params.mapping);
  request.audit.on({ kind: 'oidc_mapping', id: before.id, name: before.group });
  assertHolds(mayGrant(caller, before));
  const { group = before.group, role: named, descendants = before.descendants } = request.body;
  const { role, permissions } = named === undefined ? before : await findRole(tx, account, named, 'body');
  assertHolds(mayGrant(caller, { account, descendants, fleet: null, permissions }));
  const expected = expectedVersion(request.headers['if-match']);
  const after = await mappings.update(account.id, before.id, expected, { group, role, descendants });
  request.audit.change(auditedMapping(before), auditedMapping(after));
  return after;
}
