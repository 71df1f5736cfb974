import { Problem } from '@hawser/core';
import type { Account, AgentScope } from '@hawser/storage';
import type { Session } from '../sessions/session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null on public routes. */
    session: Session | null;
    /** The account that the path names, once it is known to be in reach. */
    account: Account | null;
    /** Of the account in the path, the agents that the caller may do it with. */
    scope: AgentScope | null;
  }
}

/** The session of a request on a route that is not public. */
export function sessionOf(request: { readonly session: Session | null }): Session {
  if (request.session === null) throw new Error('a route that needs a session was declared public');
  return request.session;
}

/**
 * The session of somebody who signed in themselves.
 *
 * @throws Problem `forbidden` for an API token: how its owner signs in is none of its business
 */
export function ownSessionOf(request: { readonly session: Session | null }): Session {
  const session = sessionOf(request);
  if (session.tokenId === null) return session;
  throw new Problem('forbidden', 'An API token cannot do this.', { hint: 'Sign in with e-mail and password.' });
}

/** The account of a request on a route with `{account}` in its path. */
export function accountOf(request: { readonly account: Account | null }): Account {
  if (request.account === null) throw new Error('a handler asked for the account of a path that names none');
  return request.account;
}

/** The agents that a request on a route with `{account}` in its path may be about, and what belongs to them. */
export function scopeOf(request: { readonly scope: AgentScope | null }): AgentScope {
  if (request.scope === null) throw new Error('a handler asked for the agents of a path that names no account');
  return request.scope;
}
