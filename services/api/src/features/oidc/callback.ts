import type { oidcOperations } from '@hawser/contracts/http';
import type { ProblemCode } from '@hawser/core';
import {
  createAccountRepository,
  createSessionRepository,
  createTotpRepository,
  type Queryable,
  type User,
} from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import { namedUser } from '../../audit/actor-of.ts';
import { grantTexts } from '../../audit/grant-text.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { type Admission, admit, type GrantChange } from '../../oidc/admit.ts';
import { OidcRefusal } from '../../oidc/oidc-refusal.ts';
import type { Person } from '../../oidc/person.ts';
import { createChallenges } from '../../second-factor/challenges.ts';
import { createTrustedBrowsers } from '../../second-factor/trusted-browser.ts';
import type { BegunSession } from '../../sessions/session-tokens.ts';
import { setSessionCookie } from '../auth/session-cookie.ts';
import { assertProvider, orBackToSignIn, pageUrl, sendTo } from './browser-answer.ts';
import { keepIdToken, takeFlow } from './oidc-cookies.ts';

/** `GET /v1/auth/oidc/callback`: ends the sign-in that this browser began, and starts a session. */
export function finishOidc(context: ApiContext): Handler<typeof oidcOperations.callback> {
  const { clock, config, sealingKey, sessions } = context;
  const lifeSeconds = config.jwtRefreshExpirySeconds;
  return async (request, reply) => {
    const oidc = assertProvider(context.oidc);
    return orBackToSignIn({ request, reply, oidc }, async () => {
      const key = await sealingKey();
      const flow = takeFlow({ request, reply }, key, clock());
      if (flow === null) throw new OidcRefusal('expired');
      const { person, idToken } = await oidc.finish(queryOf(request.url), flow);
      if (person.email !== null) request.audit.on({ kind: 'session', name: person.email.toLowerCase() });
      const { user, next } = await signIn(context, request, person, flow.account);
      keepIdToken({ request, reply }, key, user.id, idToken, lifeSeconds);
      if ('challenge' in next) return sendTo(reply, pageUrl(oidc, pageOfChallenge(next.challenge, flow.next)));
      setSessionCookie({ request, reply }, await sessions.tokensOf(next.session), lifeSeconds);
      return sendTo(reply, pageUrl(oidc, flow.next));
    });
  };
}

/** A session, or what a code of the second factor has to be sent with before there is one. */
type Next = { readonly session: BegunSession } | { readonly challenge: string };

interface SignedIn {
  readonly user: User;
  readonly next: Next;
}

/** Somebody who is let in, or the refusal of somebody who had rights until now. */
type Outcome = SignedIn | { readonly refusal: OidcRefusal; readonly ended: string[] };

/** What becomes of the user, the session and the entry are one transaction. */
async function signIn(
  context: ApiContext,
  request: FastifyRequest,
  person: Person,
  account: string | null,
): Promise<SignedIn> {
  const { sessions, unscoped } = context;
  const outcome = await request.audit.transaction(
    async (tx): Promise<Outcome> => {
      const admission = await admit(tx, person, account);
      if (!admission.admitted) return turnAway(context, request, tx, admission);
      const { user, grants } = admission;
      request.audit.on({ kind: 'session', name: user.email }).in(user.accountId).by(namedUser(user));
      noteGrants(request, grants);
      if (await needsCode(context, request, tx, user, person)) {
        return { user, next: { challenge: await createChallenges(tx, context.clock).begin(user.id) } };
      }
      return { user, next: { session: await sessions.begin(tx, user.id, clientOf(request), person) } };
    },
    unscoped.db,
    codeOf,
  );
  if ('user' in outcome) return outcome;
  await sessions.tellEnded(outcome.ended);
  throw outcome.refusal;
}

function codeOf(outcome: Outcome): ProblemCode | null {
  if ('refusal' in outcome) return outcome.refusal.code;
  return 'challenge' in outcome.next ? 'second-factor-required' : null;
}

/** A second factor that the account asks for and the provider has not is asked for here, of whoever has one here. */
async function needsCode(
  { clock, securityPolicy }: Pick<ApiContext, 'clock' | 'securityPolicy'>,
  request: FastifyRequest,
  tx: Queryable,
  user: User,
  { secondFactorGiven }: Person,
): Promise<boolean> {
  const account = secondFactorGiven ? null : await createAccountRepository(tx).byId(user.accountId);
  if (account === null || !(await securityPolicy(account, tx)).mfaRequired) return false;
  if (!(await createTotpRepository(tx).isConfirmed(user.id))) return false;
  return !(await createTrustedBrowsers(tx, clock).isTrusted(request, user.id));
}

/** In the fragment, which browsers keep to themselves. */
function pageOfChallenge(challenge: string, next: string): string {
  return `/sign-in?next=${encodeURIComponent(next)}#challenge=${challenge}`;
}

/**
 * Who lost all their rights also loses the sessions they still have.
 *
 * @throws OidcRefusal when nothing of that is left to be taken: then there is nothing to commit
 */
async function turnAway(
  { log }: Pick<ApiContext, 'log'>,
  request: FastifyRequest,
  tx: Queryable,
  { reason, user, ended }: Admission & { readonly admitted: false },
): Promise<Outcome> {
  log.info({ reason }, 'A person of the identity provider was not let in');
  const refusal = new OidcRefusal(reason);
  if (user !== null) request.audit.on({ kind: 'session', name: user.email }).in(user.accountId);
  if (user === null || ended === null) throw refusal;
  const families = await createSessionRepository(tx).endAllOf(user.id, null);
  if (families.length === 0 && ended.before === ended.after) throw refusal;
  noteGrants(request, ended);
  return { refusal, ended: families };
}

function noteGrants({ audit }: Pick<FastifyRequest, 'audit'>, { before, after }: GrantChange): void {
  if (before !== after) audit.change({ grants: grantTexts(before) }, { grants: grantTexts(after) });
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
