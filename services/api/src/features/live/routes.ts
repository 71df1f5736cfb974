import { liveOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { acceptLiveClient } from './accept-live-client.ts';
import { refuseForeignOrigin } from './origin.ts';
import { upgradeRequired } from './upgrade-required.ts';

export function addLiveRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/live',
    schema: liveOperations.live,
    config: {
      permission: { public: 'a browser cannot send a header with an upgrade: it authenticates in the socket' },
    },
    preValidation: refuseForeignOrigin(context.config),
    handler: upgradeRequired,
    wsHandler: acceptLiveClient(context),
  });
}
