import type { oidcOperations } from '@hawser/contracts/http';
import type { User } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import { namedUser } from '../../audit/actor-of.ts';
import { grantTexts } from '../../audit/grant-text.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { type Admission, admit } from '../../oidc/admit.ts';
import { OidcRefusal } from '../../oidc/oidc-refusal.ts';
import { setSessionCookie } from '../auth/session-cookie.ts';
import { assertProvider, orBackToSignIn, pageUrl, sendTo } from './browser-answer.ts';
import { keepIdToken, takeFlow } from './oidc-cookies.ts';

/** `GET /v1/auth/oidc/callback`: ends the sign-in that this browser began, and starts a session. */
export function finishOidc(context: ApiContext): Handler<typeof oidcOperations.callback> {
  const { clock, config, sealingKey, sessions, unscoped } = context;
  const lifeSeconds = config.jwtRefreshExpirySeconds;
  return async (request, reply) => {
    const oidc = assertProvider(context.oidc);
    return orBackToSignIn({ request, reply, oidc }, async () => {
      const key = await sealingKey();
      const flow = takeFlow({ request, reply }, key, clock());
      if (flow === null) throw new OidcRefusal('expired');
      const { person, idToken } = await oidc.finish(queryOf(request.url), flow);
      if (person.email !== null) request.audit.on({ kind: 'session', name: person.email.toLowerCase() });
      const { id: userId } = await admitted(context, request, await admit(unscoped.db, person, flow.account));
      setSessionCookie({ request, reply }, await sessions.start(userId, clientOf(request)), lifeSeconds);
      keepIdToken({ request, reply }, key, userId, idToken, lifeSeconds);
      return sendTo(reply, pageUrl(oidc, flow.next));
    });
  };
}

/** Who lost all their rights also loses the sessions they still have. */
async function admitted(
  { sessions, log }: ApiContext,
  { audit }: Pick<FastifyRequest, 'audit'>,
  admission: Admission,
): Promise<User> {
  const { user } = admission;
  if (user !== null) audit.on({ kind: 'session', name: user.email }).in(user.accountId);
  if (admission.admitted) {
    const { before, after } = admission.grants;
    audit.by(namedUser(admission.user));
    if (before !== after) audit.change({ grants: grantTexts(before) }, { grants: grantTexts(after) });
    return admission.user;
  }
  log.info({ reason: admission.reason }, 'A person of the identity provider was not let in');
  if (user !== null && admission.ended) await sessions.endAllOf(user.id);
  throw new OidcRefusal(admission.reason);
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
