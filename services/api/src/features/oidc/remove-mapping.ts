import type { oidcOperations } from '@hawser/contracts/http';
import { mayGrant } from '@hawser/core';
import { createOidcMappingRepository } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { auditedMapping } from './audited-mapping.ts';
import { findMapping } from './find-mapping.ts';

/** `DELETE /v1/{account}/oidc-mappings/{mapping}`: takes effect for each member at their next sign-in. */
export function removeMapping({ access }: ApiContext): Handler<typeof oidcOperations.removeMapping> {
  return async (request, reply) => {
    const account = accountOf(request);
    await access.change(request, async ({ tx, caller }) => {
      const mappings = createOidcMappingRepository(tx);
      const mapping = await findMapping(mappings, account, request.params.mapping);
      const { id, group: name } = mapping;
      request.audit.on({ kind: 'oidc_mapping', id, name }).change(auditedMapping(mapping), null);
      assertHolds(mayGrant(caller, mapping));
      await mappings.remove(account.id, id);
    });
    return reply.code(204).send(null);
  };
}
