import type { userSecurityOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { sessionOf } from '../../http/context-of.ts';
import { rfc3339 } from '../../http/times.ts';
import { passwordResetLetter } from '../../mail/letters.ts';
import { clearSecondFactor } from '../../second-factor/clear-second-factor.ts';
import { findManagedUser } from './find-managed-user.ts';

const LINK_HOURS = 24;

/** `POST /v1/{account}/users/{user}/password-reset`: a link for the user, mailed when mail is set up. */
export function resetUserPassword(context: ApiContext): Handler<typeof userSecurityOperations.resetPassword> {
  return async (request, reply) => {
    const user = await findManagedUser(context.db, request);
    if (user.passwordHash === null) throw noPassword();
    const made = request.audit.transaction((tx) => context.resetLinks.make(user.id, LINK_HOURS, request, tx));
    const { link, expiresAt } = await made;
    const letter = passwordResetLetter({ to: user.email, link, hours: LINK_HOURS }, sessionOf(request).email);
    const mail = await context.mail.send(letter);
    reply.header('cache-control', 'no-store');
    return reply.code(201).send({ link, expires_at: rfc3339(expiresAt), mail });
  };
}

/** `DELETE /v1/{account}/users/{user}/totp`: for a user who lost the app and the recovery codes. Ends their sessions. */
export function resetUserSecondFactor(context: ApiContext): Handler<typeof userSecurityOperations.resetSecondFactor> {
  return async (request, reply) => {
    const user = await findManagedUser(context.db, request);
    await clearSecondFactor(context, request.audit, user.id, { endSessions: true });
    return reply.code(204).send(null);
  };
}

/** `DELETE /v1/{account}/users/{user}/lockout`: lets a user try again at once. */
export function liftUserLockout(context: ApiContext): Handler<typeof userSecurityOperations.liftLockout> {
  return async (request, reply) => {
    const user = await findManagedUser(context.db, request);
    await request.audit.transaction((tx) => context.signIns.liftUser(tx, user));
    return reply.code(204).send(null);
  };
}

/** `DELETE /v1/{account}/address-lockouts/{address}`: an address belongs to no account, so the root account does it. */
export function liftAddressLockout(context: ApiContext): Handler<typeof userSecurityOperations.liftAddressLockout> {
  return async (request, reply) => {
    request.audit.on({ kind: 'installation', name: request.params.address });
    const { address } = request.params;
    await request.audit.transaction((tx) => context.signIns.liftAddress(tx, address), context.unscoped.db);
    return reply.code(204).send(null);
  };
}

function noPassword(): Problem {
  return new Problem('conflict', 'The user has no password: they sign in through the identity provider.', {
    hint: 'What they forgot there is reset there.',
  });
}
