import type { tokenOperations } from '@hawser/contracts/http';
import { isUuid, Problem, type TokenId } from '@hawser/core';
import { createApiTokenRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';

/** `DELETE /v1/{account}/tokens/{token}`: from then on it is worth nothing. */
export function deleteToken({ db, invalidations }: ApiContext): Handler<typeof tokenOperations.remove> {
  const tokens = createApiTokenRepository(db);
  return async (request, reply) => {
    const account = accountOf(request);
    const id = request.params.token.toLowerCase() as TokenId;
    const removed = isUuid(id) && (await tokens.remove(account.id, id));
    if (!removed) throw new Problem('not-found', `The account ${account.name} has no such API token.`);
    await invalidations.publish({ type: 'token-ended', token: id });
    return reply.code(204).send(null);
  };
}
