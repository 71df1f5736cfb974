import type { oidcOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { endSession } from '../../sessions/end-session.ts';
import { forgetCookie } from '../auth/session-cookie.ts';
import { forgetIdToken, idTokenOf } from './oidc-cookies.ts';

/** `POST /v1/auth/oidc/logout`: ends the session here at once, and tells where the provider ends its own. */
export function logoutOidc({ oidc, sessions, sealingKey }: ApiContext): Handler<typeof oidcOperations.logout> {
  return async (request, reply) => {
    const { family, userId, email } = ownSessionOf(request);
    request.audit.on({ kind: 'session', id: family, name: email });
    await endSession(sessions, request.audit, family);
    forgetCookie({ request, reply });
    const idToken = idTokenOf({ request, reply }, await sealingKey(), userId);
    forgetIdToken({ request, reply });
    const url = idToken === null || oidc === null ? null : await oidc.endSessionUrl(idToken);
    return { end_session_url: url?.href ?? null };
  };
}
