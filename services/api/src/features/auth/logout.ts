import type { authOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { sessionOf } from '../../http/context-of.ts';
import { endSession } from '../../sessions/end-session.ts';
import { forgetCookie } from './session-cookie.ts';

/** `POST /v1/auth/logout`: ends the session with all its tokens, at once. */
export function logout({ sessions }: ApiContext): Handler<typeof authOperations.logout> {
  return async (request, reply) => {
    const { family, email, tokenId } = sessionOf(request);
    if (tokenId !== null) throw noSession();
    request.audit.on({ kind: 'session', id: family, name: email });
    await endSession(sessions, request.audit, family);
    forgetCookie({ request, reply });
    return reply.code(204).send(null);
  };
}

function noSession(): Problem {
  return new Problem('forbidden', 'An API token is no session that one could sign out of.', {
    hint: 'Revoke it: DELETE /v1/{account}/tokens/{token}.',
  });
}
