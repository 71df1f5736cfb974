import { accountOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createAccount } from './create-account.ts';
import { deleteAccount } from './delete-account.ts';
import { getAccount } from './get-account.ts';
import { getAccountItself } from './get-account-itself.ts';
import { getDeletion } from './get-deletion.ts';
import { listAccounts } from './list-accounts.ts';
import { updateAccount } from './update-account.ts';

export function addAccountRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account',
    schema: accountOperations.itself,
    config: { permission: 'account:read' },
    handler: getAccountItself(context),
  });
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
  app.route({
    method: 'GET',
    url: '/v1/:account/accounts/:child',
    schema: accountOperations.read,
    config: { permission: 'account:read' },
    handler: getAccount(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/accounts/:child',
    schema: accountOperations.update,
    config: { permission: 'account:write', audit: 'account.update' },
    handler: updateAccount(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/accounts/:child',
    schema: accountOperations.remove,
    config: { permission: 'account:delete', audit: 'account.delete' },
    handler: deleteAccount(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/accounts/:child/deletion',
    schema: accountOperations.deletion,
    config: { permission: 'account:read' },
    handler: getDeletion(context),
  });
}
