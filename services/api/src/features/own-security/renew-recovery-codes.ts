import type { ownSecurityOperations } from '@hawser/contracts/http';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { notOn } from '../../second-factor/second-factor.ts';
import { assertProof } from './proof.ts';

/** `POST /v1/me/totp/recovery-codes`: ten new ones; the old ones stop working. */
export function renewRecoveryCodes(context: ApiContext): Handler<typeof ownSecurityOperations.renewRecoveryCodes> {
  return async (request, reply) => {
    const session = ownSessionOf(request);
    request.audit.on(namedUser({ id: session.userId, email: session.email }));
    if (!(await context.secondFactor.isOn(session.userId))) throw notOn();
    await assertProof(context, { session, address: request.ip }, request.body);
    reply.header('cache-control', 'no-store');
    return { recovery_codes: await context.secondFactor.renewRecoveryCodes(session.userId, request.audit) };
  };
}
