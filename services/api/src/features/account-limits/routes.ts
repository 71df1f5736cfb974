import { limitOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { getLimits } from './get-limits.ts';
import { updateLimits } from './update-limits.ts';

export function addLimitRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/limits',
    schema: limitOperations.read,
    config: { permission: 'account:read' },
    handler: getLimits(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/limits',
    schema: limitOperations.update,
    config: { permission: 'account:write', audit: 'account.limits' },
    handler: updateLimits(context),
  });
}
