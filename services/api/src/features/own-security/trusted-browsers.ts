import type { ownSecurityOperations, TrustedBrowserBody } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createTrustedBrowserRepository, type TrustedBrowser } from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { rfc3339 } from '../../http/times.ts';

/** `GET /v1/me/trusted-browsers` */
export function listTrustedBrowsers({ db, clock }: ApiContext): Handler<typeof ownSecurityOperations.browsers> {
  const browsers = createTrustedBrowserRepository(db);
  return async (request) => {
    const items = await browsers.listOf(ownSessionOf(request).userId, clock());
    return { items: items.map(browserBody), next_cursor: null };
  };
}

/** `DELETE /v1/me/trusted-browsers/{browser}` */
export function forgetTrustedBrowser(): Handler<typeof ownSecurityOperations.forgetBrowser> {
  return async (request, reply) => {
    const { userId, email } = ownSessionOf(request);
    request.audit.on(namedUser({ id: userId, email }));
    await request.audit.transaction(async (tx) => {
      const removed = await createTrustedBrowserRepository(tx).remove(userId, request.params.browser);
      if (!removed) throw new Problem('not-found', 'You trust no such browser.');
    });
    return reply.code(204).send(null);
  };
}

function browserBody(browser: TrustedBrowser): TrustedBrowserBody {
  return {
    id: browser.id,
    address: browser.address,
    user_agent: browser.userAgent,
    created_at: rfc3339(browser.createdAt),
    last_used_at: rfc3339(browser.lastUsedAt),
    expires_at: rfc3339(browser.expiresAt),
  };
}
