import type { oidcOperations } from '@hawser/contracts/http';
import { createSessionRepository, type Queryable } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import { namedUser } from '../../audit/actor-of.ts';
import { grantTexts } from '../../audit/grant-text.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { type Admission, admit, type GrantChange } from '../../oidc/admit.ts';
import { OidcRefusal } from '../../oidc/oidc-refusal.ts';
import type { Person } from '../../oidc/person.ts';
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
      const session = await signIn(context, request, person, flow.account);
      setSessionCookie({ request, reply }, await sessions.tokensOf(session), lifeSeconds);
      keepIdToken({ request, reply }, key, session.userId, idToken, lifeSeconds);
      return sendTo(reply, pageUrl(oidc, flow.next));
    });
  };
}

/** A session, or the refusal of somebody who had rights until now. */
type Outcome = { readonly session: BegunSession } | { readonly refusal: OidcRefusal; readonly ended: string[] };

/** What becomes of the user, the session and the entry are one transaction. */
async function signIn(
  context: ApiContext,
  request: FastifyRequest,
  person: Person,
  account: string | null,
): Promise<BegunSession> {
  const { sessions, unscoped } = context;
  const outcome = await request.audit.transaction(
    async (tx): Promise<Outcome> => {
      const admission = await admit(tx, person, account);
      if (!admission.admitted) return turnAway(context, request, tx, admission);
      const { user, grants } = admission;
      request.audit.on({ kind: 'session', name: user.email }).in(user.accountId).by(namedUser(user));
      noteGrants(request, grants);
      return { session: await sessions.begin(tx, user.id, clientOf(request)) };
    },
    unscoped.db,
    (result) => ('refusal' in result ? result.refusal.code : null),
  );
  if ('session' in outcome) return outcome.session;
  await sessions.tellEnded(outcome.ended);
  throw outcome.refusal;
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
