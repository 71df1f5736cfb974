import type { oidcOperations } from '@hawser/contracts/http';
import type { UserId } from '@hawser/core';
import { createOidcIdentityRepository } from '@hawser/storage';
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
      const userId = await admitted(context, await admit(unscoped.db, person, flow.account));
      setSessionCookie({ request, reply }, await sessions.start(userId, clientOf(request)), lifeSeconds);
      keepIdToken({ request, reply }, key, userId, idToken, lifeSeconds);
      return sendTo(reply, pageUrl(oidc, flow.next));
    });
  };
}

/** Who lost all their rights also loses the sessions they still have. */
async function admitted({ unscoped, sessions, log }: ApiContext, admission: Admission): Promise<UserId> {
  if (admission.admitted) return admission.userId;
  const { reason, ended } = admission;
  log.info({ reason }, 'A person of the identity provider was not let in');
  if (ended !== null) {
    for (const family of await createOidcIdentityRepository(unscoped.db).familiesOf(ended)) await sessions.end(family);
  }
  throw new OidcRefusal(reason);
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
