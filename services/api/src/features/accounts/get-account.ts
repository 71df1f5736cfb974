import type { accountOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { accountBody } from './account-body.ts';
import { findChild } from './find-child.ts';

/** `GET /v1/{account}/accounts/{child}` */
export function getAccount({ accounts, clock }: ApiContext): Handler<typeof accountOperations.read> {
  return async (request, reply) => {
    const child = await findChild(accounts, accountOf(request), request.params.child);
    reply.header('etag', etagOf(child.version));
    return accountBody(child, clock());
  };
}
