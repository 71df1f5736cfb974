import type { tokenOperations } from '@hawser/contracts/http';
import { isUuid, Problem, type TokenId } from '@hawser/core';
import { createApiTokenRepository, readUnscoped } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { tokenBody } from './token-body.ts';

/** `DELETE /v1/{account}/tokens/{token}`: from then on it is worth nothing. */
export function deleteToken({ invalidations }: ApiContext): Handler<typeof tokenOperations.remove> {
  return async (request, reply) => {
    const account = accountOf(request);
    const id = request.params.token.toLowerCase() as TokenId;
    await request.audit.transaction(async (tx) => {
      // The owner may belong to an account above.
      const find = () => readUnscoped(tx, (all) => createApiTokenRepository(all).byId(id));
      const token = isUuid(id) ? await find() : null;
      const removed = token?.accountId === account.id && (await createApiTokenRepository(tx).remove(account.id, id));
      if (!removed) throw new Problem('not-found', `The account ${account.name} has no such API token.`);
      request.audit.on({ kind: 'token', id, name: token.name }).change(tokenBody(token, account), null);
    });
    await invalidations.publish({ type: 'token-ended', token: id });
    return reply.code(204).send(null);
  };
}
