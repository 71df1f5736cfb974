import type { ownSecurityOperations } from '@hawser/contracts/http';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { clearSecondFactor } from '../../second-factor/clear-second-factor.ts';
import { notOn } from '../../second-factor/second-factor.ts';
import { assertProof } from './proof.ts';

/** `DELETE /v1/me/totp`: turns the second factor off, for whoever knows the password or has the app. */
export function removeSecondFactor(context: ApiContext): Handler<typeof ownSecurityOperations.remove> {
  return async (request, reply) => {
    const session = ownSessionOf(request);
    request.audit.on(namedUser({ id: session.userId, email: session.email }));
    if (!(await context.secondFactor.isOn(session.userId))) throw notOn();
    await assertProof(context, { session, address: request.ip }, request.body);
    await clearSecondFactor(context, request.audit, session.userId);
    return reply.code(204).send(null);
  };
}
