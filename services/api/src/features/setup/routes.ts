import { setupOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { signInRateLimit } from '../../plugins/security.ts';
import { getSetup } from './get-setup.ts';
import { runSetup } from './run-setup.ts';

export function addSetupRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/setup',
    schema: setupOperations.state,
    config: { permission: { public: 'a dashboard asks before anybody can sign in' }, beforeSetup: true },
    handler: getSetup(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/setup',
    schema: setupOperations.run,
    config: {
      permission: { public: 'the set-up token is the proof' },
      audit: 'installation.set_up',
      beforeSetup: true,
      rateLimit: signInRateLimit(context.config),
    },
    handler: runSetup(context),
  });
}
