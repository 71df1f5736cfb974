import { oidcOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createMapping } from './create-mapping.ts';
import { getMapping } from './get-mapping.ts';
import { listMappings } from './list-mappings.ts';
import { readPolicy, updatePolicy } from './policy.ts';
import { removeMapping } from './remove-mapping.ts';
import { updateMapping } from './update-mapping.ts';

export function addOidcMappingRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/oidc-mappings',
    schema: oidcOperations.listMappings,
    config: { permission: 'user:read' },
    handler: listMappings(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/oidc-mappings',
    schema: oidcOperations.createMapping,
    config: { permission: 'user:write', audit: 'oidc_mapping.create' },
    handler: createMapping(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/oidc-mappings/:mapping',
    schema: oidcOperations.readMapping,
    config: { permission: 'user:read' },
    handler: getMapping(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/oidc-mappings/:mapping',
    schema: oidcOperations.updateMapping,
    config: { permission: 'user:write', audit: 'oidc_mapping.update' },
    handler: updateMapping(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/oidc-mappings/:mapping',
    schema: oidcOperations.removeMapping,
    config: { permission: 'user:write', audit: 'oidc_mapping.delete' },
    handler: removeMapping(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/oidc-policy',
    schema: oidcOperations.readPolicy,
    config: { permission: 'user:read' },
    handler: readPolicy(context),
  });
  app.route({
    method: 'PUT',
    url: '/v1/:account/oidc-policy',
    schema: oidcOperations.updatePolicy,
    config: { permission: 'user:write', audit: 'account.update_oidc_policy' },
    handler: updatePolicy(),
  });
}
