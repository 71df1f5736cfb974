import { licenceOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { getLicence } from './get-licence.ts';

export function addLicenceRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/licence',
    schema: licenceOperations.read,
    config: { permission: 'licence:read', rootOnly: true },
    handler: getLicence(context),
  });
}
