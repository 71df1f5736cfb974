import { settingsOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { getSettings } from './get-settings.ts';
import { updateSettings } from './update-settings.ts';

export function addSettingsRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/settings',
    schema: settingsOperations.read,
    config: { permission: 'account:read' },
    handler: getSettings(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/settings',
    schema: settingsOperations.update,
    config: { permission: 'account:write', audit: 'account.settings' },
    handler: updateSettings(context),
  });
}
