import type { tokenOperations } from '@hawser/contracts/http';
import { isUuid, Problem, type TokenId } from '@hawser/core';
import { createApiTokenRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { tokenBody } from './token-body.ts';

/** `DELETE /v1/{account}/tokens/{token}`: from then on it is worth nothing. */
export function deleteToken({ invalidations, unscoped }: ApiContext): Handler<typeof tokenOperations.remove> {
  return async (request, reply) => {
    const account = accountOf(request);
    const id = request.params.token.toLowerCase() as TokenId;
    await request.audit.transaction(async (tx) => {
      const tokens = createApiTokenRepository(tx);
      const token = isUuid(id) ? await tokens.byId(id) : null;
      const removed = token?.accountId === account.id && (await tokens.remove(account.id, token.id));
      if (!removed) throw new Problem('not-found', `The account ${account.name} has no such API token.`);
      request.audit.on({ kind: 'token', id, name: token.name }).change(tokenBody(token, account), null);
      // The owner may belong to an account above.
    }, unscoped.db);
    await invalidations.publish({ type: 'token-ended', token: id });
    return reply.code(204).send(null);
  };
}
