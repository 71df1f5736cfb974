import { meOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { me } from './me.ts';

export function addMeRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/me',
    schema: meOperations.me,
    config: { permission: { signedIn: 'everybody may know who they are' } },
    handler: me(context),
  });
}
