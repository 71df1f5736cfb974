import type { oidcOperations } from '@hawser/contracts/http';
import { createOidcMappingRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { findMapping } from './find-mapping.ts';
import { mappingBody } from './mapping-body.ts';

/** `GET /v1/{account}/oidc-mappings/{mapping}` */
export function getMapping({ db }: ApiContext): Handler<typeof oidcOperations.readMapping> {
  const mappings = createOidcMappingRepository(db);
  return async (request, reply) => {
    const mapping = await findMapping(mappings, accountOf(request), request.params.mapping);
    reply.header('etag', etagOf(mapping.version));
    return mappingBody(mapping);
  };
}
