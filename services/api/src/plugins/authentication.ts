import { can, OWN_ACCOUNT, Problem } from '@hawser/core';
import type { FastifyRequest } from 'fastify';
import type { ApiContext } from '../context.ts';
import type { ApiApp } from '../http/api-app.ts';
import { sessionOf } from '../http/context-of.ts';
import { isPublic, type RoutePermission } from '../http/route-permission.ts';
import type { Session } from '../sessions/session.ts';

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Finds out who asks, which account the path means, and whether the caller may do it there: deny by default. */
export function addAuthentication(
  app: ApiApp,
  { sessions, accounts }: Pick<ApiContext, 'sessions' | 'accounts'>,
): void {
  app.decorateRequest('session', null);
  app.decorateRequest('account', null);

  // After the rate limit, which runs as a route's own onRequest hook, and before the body is read.
  app.addHook('preParsing', async (request) => {
    if (request.is404 || isPublic(permissionOf(request))) return;
    request.session = await sessions.authenticate(bearerToken(request));
  });

  // Before validation, so that nobody learns from a field error that something exists which is out of reach.
  app.addHook('preValidation', async (request) => {
    const permission = permissionOf(request);
    if (request.is404 || typeof permission !== 'string') return;
    const session = sessionOf(request);
    request.account = await resolveAccount(accounts, session, request);
    const decision = can(session.subject, permission, { account: request.account });
    if (decision.allow) return;
    if (decision.reason === 'out-of-reach') throw noSuchAccount();
    throw new Problem('forbidden', `This needs the permission ${permission}.`, {
      hint: 'An administrator of the account can grant it.',
    });
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

/** An undeclared route cannot exist; if it did it would need a permission that nobody has. */
function permissionOf(request: FastifyRequest): RoutePermission {
  const { permission } = request.routeOptions.config;
  if (permission === undefined && !request.is404) throw new Error('a route without a permission was registered');
  return permission ?? { public: 'no such route' };
}

async function resolveAccount(accounts: ApiContext['accounts'], session: Session, request: FastifyRequest) {
  const { account: named } = request.params as { account?: string };
  if (named === undefined || named === OWN_ACCOUNT) return session.account;
  const account = await accounts.inReach(session.account, named);
  if (account === null) throw noSuchAccount();
  return account;
}

/** The same answer whether the account does not exist or is someone else's. */
function noSuchAccount(): Problem {
  return new Problem('not-found', 'There is no such account in your reach.');
}
