import { userOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { getUser } from './get-user.ts';
import { listUsers } from './list-users.ts';
import { updateUser } from './update-user.ts';

export function addUserRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/users',
    schema: userOperations.list,
    config: { permission: 'user:read' },
    handler: listUsers(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/users',
    schema: userOperations.create,
    config: { permission: 'user:write', audit: 'user.create' },
    handler: createUser(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/users/:user',
    schema: userOperations.read,
    config: { permission: 'user:read' },
    handler: getUser(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/users/:user',
    schema: userOperations.update,
    config: { permission: 'user:write', audit: 'user.update' },
    handler: updateUser(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/users/:user',
    schema: userOperations.remove,
    config: { permission: 'user:delete', audit: 'user.delete' },
    handler: deleteUser(context),
  });
}
