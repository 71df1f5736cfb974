import type { ownSecurityOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import {
  createChallengeRepository,
  createOneTimeTokenRepository,
  createSessionRepository,
  createTrustedBrowserRepository,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { rfc3339 } from '../../http/times.ts';
import { endSession } from '../../sessions/end-session.ts';
import { forgetCookie } from '../auth/session-cookie.ts';

/** `GET /v1/me/sessions`: where the caller is signed in. */
export function listOwnSessions({ sessions }: ApiContext): Handler<typeof ownSecurityOperations.sessions> {
  return async (request) => {
    const { userId, family } = ownSessionOf(request);
    const items = (await sessions.listOf(userId)).map((session) => ({
      id: session.family,
      current: session.family === family,
      address: session.address,
      user_agent: session.userAgent,
      created_at: rfc3339(session.createdAt),
      last_used_at: rfc3339(session.lastUsedAt),
      expires_at: rfc3339(session.expiresAt),
    }));
    return { items, next_cursor: null };
  };
}

/** `DELETE /v1/me/sessions/{session}` */
export function endOwnSession({ sessions }: ApiContext): Handler<typeof ownSecurityOperations.endSession> {
  return async (request, reply) => {
    const { userId, email } = ownSessionOf(request);
    const family = request.params.session.toLowerCase();
    request.audit.on({ kind: 'session', id: family, name: email });
    const isOwn = (await sessions.listOf(userId)).some((session) => session.family === family);
    if (!isOwn) throw new Problem('not-found', 'You have no such session.');
    await endSession(sessions, request.audit, family);
    return reply.code(204).send(null);
  };
}

/** `POST /v1/me/sign-out-everywhere`: nothing that was signed in stays so, and every way back asks for everything. */
export function signOutEverywhere({ sessions }: ApiContext): Handler<typeof ownSecurityOperations.signOutEverywhere> {
  return async (request, reply) => {
    const { userId, email } = ownSessionOf(request);
    const ended = await request.audit.on({ kind: 'session', name: email }).transaction(async (tx) => {
      await createTrustedBrowserRepository(tx).removeAllOf(userId);
      await createChallengeRepository(tx).deleteAllOf(userId);
      await createOneTimeTokenRepository(tx).deleteAllOf(userId);
      return createSessionRepository(tx).endAllOf(userId, null);
    });
    await sessions.tellEnded(ended);
    forgetCookie({ request, reply });
    return reply.code(204).send(null);
  };
}
