import type { limitOperations } from '@hawser/contracts/http';
import { effectiveLimits, Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { limitsBody } from './limits-body.ts';

/** `GET /v1/{account}/limits` */
export function getLimits(context: ApiContext): Handler<typeof limitOperations.read> {
  return async (request, reply) => {
    const account = accountOf(request);
    // Not from what is remembered: the tag has to be that of what is shown.
    const path = await context.accounts.path(account.id);
    const own = path.at(-1);
    if (own === undefined) throw new Problem('not-found', 'The account does not exist any more.');
    reply.header('etag', etagOf(own.version));
    return limitsBody(context, account, effectiveLimits(path));
  };
}
