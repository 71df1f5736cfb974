import type { oidcOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createOidcMappingRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { assertMayMap } from './assert-may-map.ts';

/** `DELETE /v1/{account}/oidc-mappings/{mapping}`: takes effect for each member at their next sign-in. */
export function removeMapping({ db }: ApiContext): Handler<typeof oidcOperations.removeMapping> {
  const mappings = createOidcMappingRepository(db);
  return async (request, reply) => {
    const account = accountOf(request);
    const mapping = await mappings.inAccount(account.id, request.params.mapping);
    if (mapping === null) throw new Problem('not-found', `The account ${account.name} has no such mapping.`);
    assertMayMap(sessionOf(request), mapping);
    await mappings.remove(account.id, mapping.id);
    return reply.code(204).send(null);
  };
}
