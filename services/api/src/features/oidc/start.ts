import type { oidcOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { assertProvider, orBackToSignIn, sendTo } from './browser-answer.ts';
import { keepFlow } from './oidc-cookies.ts';

/** `GET /v1/auth/oidc`: remembers the sign-in in a cookie and sends the browser to the identity provider. */
export function startOidc(context: ApiContext): Handler<typeof oidcOperations.start> {
  const { clock, sealingKey } = context;
  return async (request, reply) => {
    const oidc = assertProvider(context.oidc);
    const { next = '/', account = null } = request.query;
    return orBackToSignIn({ request, reply, oidc }, async () => {
      const { url, expected } = await oidc.begin();
      keepFlow({ request, reply }, await sealingKey(), { ...expected, next: ownPage(next), account }, clock());
      return sendTo(reply, url);
    });
  };
}

/** Only pages of the dashboard are gone on to, as after any sign-in. */
function ownPage(next: string): string {
  return next.startsWith('/a/') ? next : '/';
}
