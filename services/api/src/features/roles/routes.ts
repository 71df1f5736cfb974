import { roleOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createRole } from './create-role.ts';
import { deleteRole } from './delete-role.ts';
import { getRole } from './get-role.ts';
import { listRoles } from './list-roles.ts';
import { updateRole } from './update-role.ts';

export function addRoleRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/roles',
    schema: roleOperations.list,
    config: { permission: 'role:read' },
    handler: listRoles(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/roles',
    schema: roleOperations.create,
    config: { permission: 'role:write', audit: 'role.create' },
    handler: createRole(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/roles/:role',
    schema: roleOperations.read,
    config: { permission: 'role:read' },
    handler: getRole(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/roles/:role',
    schema: roleOperations.update,
    config: { permission: 'role:write', audit: 'role.update' },
    handler: updateRole(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/roles/:role',
    schema: roleOperations.remove,
    config: { permission: 'role:delete', audit: 'role.delete' },
    handler: deleteRole(context),
  });
}
