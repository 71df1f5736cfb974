import { tokenOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createToken } from './create-token.ts';
import { deleteToken } from './delete-token.ts';
import { listTokens } from './list-tokens.ts';

export function addTokenRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/tokens',
    schema: tokenOperations.list,
    config: { permission: 'token:read' },
    handler: listTokens(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/tokens',
    schema: tokenOperations.create,
    config: { permission: 'token:write', audit: 'token.create' },
    handler: createToken(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/tokens/:token',
    schema: tokenOperations.remove,
    config: { permission: 'token:delete', audit: 'token.delete' },
    handler: deleteToken(context),
  });
}
