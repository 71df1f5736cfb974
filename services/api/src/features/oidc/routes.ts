import { oidcOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { signInRateLimit } from '../../plugins/security.ts';
import { finishOidc } from './callback.ts';
import { logoutOidc } from './logout.ts';
import { signInMethods } from './sign-in-methods.ts';
import { startOidc } from './start.ts';

export function addOidcRoutes(app: ApiApp, context: ApiContext): void {
  const rateLimit = signInRateLimit(context.config);
  app.route({
    method: 'GET',
    url: '/v1/auth/methods',
    schema: oidcOperations.methods,
    config: { permission: { public: 'the sign-in page asks before anybody has signed in' } },
    handler: signInMethods(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/auth/oidc',
    schema: oidcOperations.start,
    config: { permission: { public: 'this is where a sign-in begins' }, rateLimit },
    handler: startOidc(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/auth/oidc/callback',
    schema: oidcOperations.callback,
    config: {
      permission: { public: 'the code of the identity provider is the proof' },
      audit: 'session.sign_in',
      rateLimit,
    },
    handler: finishOidc(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/auth/oidc/logout',
    schema: oidcOperations.logout,
    config: { permission: { signedIn: 'everybody may end their own session' }, audit: 'session.sign_out' },
    handler: logoutOidc(context),
  });
}
