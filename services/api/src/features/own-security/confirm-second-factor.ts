import type { ownSecurityOperations } from '@hawser/contracts/http';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';

/** `POST /v1/me/totp/confirm`: turns the second factor on and shows the recovery codes, this once. */
export function confirmSecondFactor(context: ApiContext): Handler<typeof ownSecurityOperations.confirm> {
  const { invalidations, secondFactor, securityPolicy, signIns } = context;
  return async (request, reply) => {
    const { userId, email, account } = ownSessionOf(request);
    request.audit.on(namedUser({ id: userId, email }));
    const { lockout } = await securityPolicy(account);
    const succeeded = await signIns.enterCode(userId, request.ip, lockout);
    const recovery_codes = await secondFactor.confirm(userId, request.body.code, request.audit);
    await succeeded();
    await invalidations.publish({ type: 'user-changed', user: userId });
    reply.header('cache-control', 'no-store');
    return { recovery_codes };
  };
}
