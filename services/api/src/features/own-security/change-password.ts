import type { ownSecurityOperations } from '@hawser/contracts/http';
import { namedUser } from '../../audit/actor-of.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { ownSessionOf } from '../../http/context-of.ts';
import { assertStrongPassword } from '../../passwords/password-policy.ts';
import { replacePassword } from '../../passwords/replace-password.ts';
import { assertPassword } from './proof.ts';

/** `POST /v1/me/password`: the session that asks goes on, all others end. */
export function changePassword(context: ApiContext): Handler<typeof ownSecurityOperations.changePassword> {
  return async (request, reply) => {
    const session = ownSessionOf(request);
    request.audit.on(namedUser({ id: session.userId, email: session.email }));
    const { current_password, new_password } = request.body;
    const { passwordMinLength } = await context.securityPolicy(session.account);
    assertStrongPassword(new_password, { names: [session.email], minLength: passwordMinLength });
    await assertPassword(context, { session, address: request.ip }, current_password);
    const passwordHash = await context.passwords.hash(new_password);
    await replacePassword(context, request.audit, session.userId, passwordHash, { keep: session.family });
    return reply.code(204).send(null);
  };
}
