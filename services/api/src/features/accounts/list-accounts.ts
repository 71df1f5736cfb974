import type { accountOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { accountBody } from './account-body.ts';

/** `GET /v1/{account}/accounts`: the children of the account in the path. */
export function listAccounts({ accounts, clock }: ApiContext): Handler<typeof accountOperations.list> {
  return async (request) => {
    const page = await accounts.children(accountOf(request).id, pageRequest(request.query));
    return pageBody(page, (account) => accountBody(account, clock()));
  };
}
