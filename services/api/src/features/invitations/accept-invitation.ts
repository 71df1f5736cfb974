import type { invitationOperations } from '@hawser/contracts/http';
import { mayManage, Problem, type UserId } from '@hawser/core';
import {
  claimLimit,
  createGrantRepository,
  createInvitationRepository,
  createUserRepository,
  type Invitation,
  type NewUser,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { hashSecret } from '../../http/secrets.ts';
import { assertStrongPassword } from '../../passwords/password-policy.ts';
import { tokensBody } from '../auth/session-cookie.ts';
import { grantsOf } from './grants-of.ts';

/**
 * `POST /v1/auth/invitations/accept`: makes the user and signs them in. Everything that can be wrong with the input is
 * found before the invitation is used up.
 */
export function acceptInvitation(context: ApiContext): Handler<typeof invitationOperations.accept> {
  const { clock, config, passwords, securityPolicy, sessions } = context;
  // Nobody is signed in yet, so there is no account whose data could be seen.
  const { accounts, db } = context.unscoped;
  return async (request, reply) => {
    const { name, password } = request.body;
    const tokenHash = hashSecret(request.body.token);
    const invitation = await createInvitationRepository(db).byToken(tokenHash, clock());
    const account = invitation === null ? null : await accounts.byId(invitation.accountId);
    if (invitation === null || account === null) throw invalidInvitation();
    const { passwordMinLength } = await securityPolicy(account);
    assertStrongPassword(password, { names: [invitation.email, name], minLength: passwordMinLength });
    await assertStillGranted(context, invitation);
    const { email } = invitation;
    const user = { accountId: account.id, email, name, passwordHash: await passwords.hash(password) };
    const tokens = await sessions.start(await makeUser(context, invitation, tokenHash, user), clientOf(request));
    return reply.code(201).send(tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds));
  };
}

async function makeUser(
  { unscoped: { db } }: ApiContext,
  { grants }: Invitation,
  tokenHash: Uint8Array,
  newUser: NewUser,
): Promise<UserId> {
  return db.transaction(async (tx) => {
    if (!(await createInvitationRepository(tx).take(tokenHash))) throw invalidInvitation();
    await claimLimit(tx, newUser.accountId, 'users');
    const { id } = await createUserRepository(tx).create(newUser);
    await createGrantRepository(tx).replace(id, grants);
    return id;
  });
}

/** Whoever lost a right, or was disabled, has not given it away by an invitation that was still on its way. */
async function assertStillGranted(context: ApiContext, invitation: Invitation): Promise<void> {
  const { accounts, db } = context.unscoped;
  const { invitedBy } = invitation;
  const inviter = invitedBy === null ? null : await createUserRepository(db).byId(invitedBy);
  const account = inviter === null || inviter.disabled ? null : await accounts.byId(inviter.accountId);
  const grants = await grantsOf(context.unscoped, invitation);
  if (inviter !== null && account !== null && grants !== null) {
    const held = await createGrantRepository(db).ofUser(inviter.id);
    if (mayManage({ kind: 'user', id: inviter.id, account, grants: held }, grants).allow) return;
  }
  throw new Problem('conflict', 'Whoever invited you may not grant this any more.', {
    hint: 'Ask for a new invitation.',
  });
}

function invalidInvitation(): Problem {
  return new Problem('invalid-token', 'The invitation is unknown, expired, revoked or was accepted before.', {
    hint: 'Ask for a new invitation.',
  });
}
