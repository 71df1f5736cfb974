import { ownSecurityOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { signInRateLimit } from '../../plugins/security.ts';
import { changePassword } from './change-password.ts';
import { confirmSecondFactor } from './confirm-second-factor.ts';
import { enrolSecondFactor } from './enrol-second-factor.ts';
import { endOwnSession, listOwnSessions, signOutEverywhere } from './own-sessions.ts';
import { removeSecondFactor } from './remove-second-factor.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { secondFactorState } from './second-factor-state.ts';
import { forgetTrustedBrowser, listTrustedBrowsers } from './trusted-browsers.ts';

const OWN = { signedIn: 'everybody looks after their own sign-in' };

/** What users do about their own sign-in: second factor, trusted browsers, sessions, password. */
export function addOwnSecurityRoutes(app: ApiApp, context: ApiContext): void {
  addSecondFactorRoutes(app, context);
  addTrustedBrowserRoutes(app, context);
  addSessionRoutes(app, context);
  app.route({
    method: 'POST',
    url: '/v1/me/password',
    schema: ownSecurityOperations.changePassword,
    config: {
      permission: OWN,
      audit: 'user.change_password',
      whileEnrolling: true,
      rateLimit: signInRateLimit(context.config),
    },
    handler: changePassword(context),
  });
}

function addSecondFactorRoutes(app: ApiApp, context: ApiContext): void {
  const rateLimit = signInRateLimit(context.config);
  app.route({
    method: 'GET',
    url: '/v1/me/totp',
    schema: ownSecurityOperations.secondFactor,
    config: { permission: OWN, whileEnrolling: true },
    handler: secondFactorState(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/me/totp',
    schema: ownSecurityOperations.enrol,
    config: { permission: OWN, audit: 'user.begin_second_factor', whileEnrolling: true, rateLimit },
    handler: enrolSecondFactor(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/me/totp/confirm',
    schema: ownSecurityOperations.confirm,
    config: { permission: OWN, audit: 'user.enable_second_factor', whileEnrolling: true, rateLimit },
    handler: confirmSecondFactor(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/me/totp',
    schema: ownSecurityOperations.remove,
    config: { permission: OWN, audit: 'user.disable_second_factor', rateLimit },
    handler: removeSecondFactor(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/me/totp/recovery-codes',
    schema: ownSecurityOperations.renewRecoveryCodes,
    config: { permission: OWN, audit: 'user.renew_recovery_codes', rateLimit },
    handler: renewRecoveryCodes(context),
  });
}

function addTrustedBrowserRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/me/trusted-browsers',
    schema: ownSecurityOperations.browsers,
    config: { permission: OWN },
    handler: listTrustedBrowsers(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/me/trusted-browsers/:browser',
    schema: ownSecurityOperations.forgetBrowser,
    config: { permission: OWN, audit: 'user.distrust_browser' },
    handler: forgetTrustedBrowser(),
  });
}

function addSessionRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/me/sessions',
    schema: ownSecurityOperations.sessions,
    config: { permission: OWN },
    handler: listOwnSessions(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/me/sessions/:session',
    schema: ownSecurityOperations.endSession,
    config: { permission: OWN, audit: 'session.end' },
    handler: endOwnSession(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/me/sign-out-everywhere',
    schema: ownSecurityOperations.signOutEverywhere,
    config: { permission: OWN, audit: 'session.end_all', whileEnrolling: true },
    handler: signOutEverywhere(context),
  });
}
