import type { ownSecurityOperations } from '@hawser/contracts/http';
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
    if (!(await context.secondFactor.isOn(session.userId))) throw notOn();
    await assertProof(context, { session, address: request.ip }, request.body);
    await clearSecondFactor(context, session.userId);
    return reply.code(204).send(null);
  };
}
