import { authOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { signInRateLimit } from '../../plugins/security.ts';
import { jwks } from './jwks.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { signInOnce } from './one-time.ts';
import { refresh } from './refresh.ts';

export function addAuthRoutes(app: ApiApp, context: ApiContext): void {
  const rateLimit = signInRateLimit(context.config);
  app.route({
    method: 'POST',
    url: '/v1/auth/login',
    schema: authOperations.login,
    config: { permission: { public: 'this is where one gets a token' }, audit: 'session.sign_in', rateLimit },
    handler: login(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/auth/refresh',
    schema: authOperations.refresh,
    config: {
      permission: { public: 'the refresh token is the proof' },
      audit: { none: 'it goes on with a session, every few minutes' },
      rateLimit,
    },
    handler: refresh(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/auth/one-time',
    schema: authOperations.oneTime,
    config: { permission: { public: 'the one-time token is the proof' }, audit: 'session.sign_in', rateLimit },
    handler: signInOnce(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/auth/logout',
    schema: authOperations.logout,
    config: { permission: { signedIn: 'everybody may end their own session' }, audit: 'session.sign_out' },
    handler: logout(context),
  });
  app.route({
    method: 'GET',
    url: '/.well-known/jwks.json',
    schema: authOperations.jwks,
    config: { permission: { public: 'public keys, for whoever checks a token' } },
    handler: jwks(context),
  });
}
