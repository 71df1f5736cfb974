import { userSecurityOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { signInRateLimit } from '../../plugins/security.ts';
import { liftAddressLockout, liftUserLockout, resetUserPassword, resetUserSecondFactor } from './user-security.ts';

/** What administrators do about the sign-in of others. */
export function addUserSecurityRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'POST',
    url: '/v1/:account/users/:user/password-reset',
    schema: userSecurityOperations.resetPassword,
    config: {
      permission: 'user:write',
      audit: 'user.request_password_reset',
      rateLimit: signInRateLimit(context.config),
    },
    handler: resetUserPassword(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/users/:user/totp',
    schema: userSecurityOperations.resetSecondFactor,
    config: { permission: 'user:write', audit: 'user.reset_second_factor' },
    handler: resetUserSecondFactor(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/users/:user/lockout',
    schema: userSecurityOperations.liftLockout,
    config: { permission: 'user:write', audit: 'user.lift_lockout' },
    handler: liftUserLockout(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/address-lockouts/:address',
    schema: userSecurityOperations.liftAddressLockout,
    config: { permission: 'user:write', audit: 'installation.lift_lockout', rootOnly: true },
    handler: liftAddressLockout(context),
  });
}
