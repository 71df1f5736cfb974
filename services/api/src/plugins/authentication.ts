import { agentReach, can, type Denial, type FleetId, OWN_ACCOUNT, type Permission, Problem } from '@hawser/core';
import type { Account } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import type { AccountDirectory } from '../access/account-directory.ts';
import type { ApiContext } from '../context.ts';
import type { ApiApp } from '../http/api-app.ts';
import { sessionOf } from '../http/context-of.ts';
import { isPublic, type RoutePermission } from '../http/route-permission.ts';
import type { Session } from '../sessions/session.ts';

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

interface AuthenticationDeps extends Pick<ApiContext, 'callers' | 'directory' | 'wall'> {
  /** @throws Problem `too-many-requests` */
  readonly limitPrincipal: (session: Session) => Promise<void>;
}

/**
 * Finds out who asks, which account the path means, and whether the caller may do it there: deny by default. From then
 * on, the request sees of the database only what belongs to that account and those below it.
 */
export function addAuthentication(app: ApiApp, { callers, directory, wall, limitPrincipal }: AuthenticationDeps): void {
  app.decorateRequest('session', null);
  app.decorateRequest('account', null);
  app.decorateRequest('scope', null);

  // After the rate limit of addresses, which runs as a route's own onRequest hook, and before the body is read.
  app.addHook('preParsing', async (request) => {
    if (request.is404 || isPublic(permissionOf(request))) return;
    request.session = await callers.authenticate(bearerToken(request));
    await limitPrincipal(request.session);
    if (request.routeOptions.config.whileEnrolling !== true) assertEnrolled(request.session);
  });

  // Before validation, so that nobody learns from a field error that something exists which is out of reach.
  app.addHook('preValidation', async (request) => {
    const permission = permissionOf(request);
    if (request.is404 || typeof permission !== 'string') return;
    const session = sessionOf(request);
    const account = await resolveAccount(directory, session, request);
    const isPerAgent = request.routeOptions.config.perAgent === true;
    const fleets = isPerAgent ? fleetsFor(session, permission, account) : null;
    if (!isPerAgent) assertMay(session, permission, account);
    if (request.routeOptions.config.rootOnly === true) assertIsRoot(account);
    request.account = account;
    request.scope = { accountId: account.id, fleets };
  });

  // With a callback, because what is entered in an asynchronous hook ends with it. On public routes nobody is known.
  app.addHook('preValidation', (request, _reply, done) => {
    const scope = request.account ?? request.session?.account;
    if (scope === undefined) done();
    else wall.within(scope, done);
  });
}

/**
 * Reads the access token of a request.
 *
 * @throws Problem `unauthenticated` when there is none
 */
export function bearerToken(request: Pick<FastifyRequest, 'headers'>): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) return token;
  throw new Problem('unauthenticated', 'This needs an access token.', {
    hint: 'Sign in at POST /v1/auth/login and send the header Authorization: Bearer <access_token>.',
  });
}

/**
 * Which agents of an account the caller may do something with: those of some fleets, or all (null).
 *
 * @throws Problem `not-found` when the account is out of reach, `forbidden`
 */
export function fleetsFor(session: Session, permission: Permission, account: Account): readonly FleetId[] | null {
  const reach = agentReach(session.subject, permission, account);
  if (!reach.allow) throw denied(permission, reach.reason);
  return reach.fleets;
}

/** @throws Problem `not-found` when the account is out of reach, `forbidden` */
function assertMay(session: Session, permission: Permission, account: Account): void {
  const decision = can(session.subject, permission, { account });
  if (!decision.allow) throw denied(permission, decision.reason);
}

/** @throws Problem `forbidden` */
function assertIsRoot(account: Account): void {
  if (account.parentId === null) return;
  throw new Problem('forbidden', 'This is about the whole installation, not about one account.', {
    hint: 'Ask for it in the root account: /v1/sys/…',
  });
}

function denied(permission: Permission, reason: Denial): Problem {
  if (reason === 'out-of-reach') return noSuchAccount();
  return new Problem('forbidden', `This needs the permission ${permission}.`, {
    hint: 'An administrator of the account can grant it.',
  });
}

/**
 * Refuses a session that may only set up the second factor.
 *
 * @throws Problem `second-factor-enrolment-required`
 */
export function assertEnrolled(session: Pick<Session, 'mustEnrol'>): void {
  if (!session.mustEnrol) return;
  throw new Problem(
    'second-factor-enrolment-required',
    'Your account asks for a second factor, and you have none yet.',
    {
      hint: 'Set one up with POST /v1/me/totp and POST /v1/me/totp/confirm; then everything works.',
    },
  );
}

/** An undeclared route cannot exist; if it did it would need a permission that nobody has. */
function permissionOf(request: FastifyRequest): RoutePermission {
  const { permission } = request.routeOptions.config;
  if (permission === undefined && !request.is404) throw new Error('a route without a permission was registered');
  return permission ?? { public: 'no such route' };
}

async function resolveAccount(directory: AccountDirectory, session: Session, request: FastifyRequest) {
  const { account = OWN_ACCOUNT } = request.params as { account?: string };
  return findAccount(directory, session, account);
}

/**
 * Finds an account by name or id, or the caller's own.
 *
 * @throws Problem `not-found`, also when it is out of reach
 */
export async function findAccount(
  directory: Pick<AccountDirectory, 'inReach'>,
  session: Session,
  nameOrId: string,
): Promise<Account> {
  if (nameOrId === OWN_ACCOUNT) return session.account;
  const account = await directory.inReach(session.account, nameOrId);
  if (account === null) throw noSuchAccount();
  return account;
}

/** The same answer whether the account does not exist or is someone else's. */
function noSuchAccount(): Problem {
  return new Problem('not-found', 'There is no such account in your reach.');
}
