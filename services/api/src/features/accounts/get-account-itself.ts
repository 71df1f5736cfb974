import type { accountOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { accountBody } from './account-body.ts';

/** `GET /v1/{account}` */
export function getAccountItself({ accounts, clock }: ApiContext): Handler<typeof accountOperations.itself> {
  return async (request, reply) => {
    // Not from what is remembered: the tag has to be that of what is shown.
    const account = await accounts.byId(accountOf(request).id);
    if (account === null) throw new Problem('not-found', 'The account does not exist any more.');
    reply.header('etag', etagOf(account.version));
    return accountBody(account, clock());
  };
}
