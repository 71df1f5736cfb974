import type { tokenOperations } from '@hawser/contracts/http';
import { createApiTokenRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { tokenBody } from './token-body.ts';

/** `GET /v1/{account}/tokens` */
export function listTokens({ unscoped }: ApiContext): Handler<typeof tokenOperations.list> {
  // The owner may belong to an account above.
  const tokens = createApiTokenRepository(unscoped.db);
  return async (request) => {
    const account = accountOf(request);
    const page = await tokens.list(account.id, pageRequest(request.query));
    return pageBody(page, (token) => tokenBody(token, account));
  };
}
