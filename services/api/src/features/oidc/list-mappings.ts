import type { oidcOperations } from '@hawser/contracts/http';
import { createOidcMappingRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { mappingBody } from './mapping-body.ts';

/** `GET /v1/{account}/oidc-mappings` */
export function listMappings({ db }: ApiContext): Handler<typeof oidcOperations.listMappings> {
  const mappings = createOidcMappingRepository(db);
  return async (request) =>
    pageBody(await mappings.list(accountOf(request).id, pageRequest(request.query)), mappingBody);
}
