import { accountOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createAccount } from './create-account.ts';
import { listAccounts } from './list-accounts.ts';

export function addAccountRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/accounts',
    schema: accountOperations.list,
    config: { permission: 'account:read' },
    handler: listAccounts(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/accounts',
    schema: accountOperations.create,
    config: { permission: 'account:write', audit: 'account.create' },
    handler: createAccount(context),
  });
}
