import type { invitationOperations } from '@hawser/contracts/http';
import { Problem, type ProblemCode } from '@hawser/core';
import {
  type Account,
  claimLimit,
  createGrantRepository,
  createInvitationRepository,
  createUserRepository,
  type Invitation,
  type NewUser,
} from '@hawser/storage';
import { namedUser } from '../../audit/actor-of.ts';
import { grantTexts } from '../../audit/grant-text.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { clientOf } from '../../http/client-of.ts';
import { hashSecret } from '../../http/secrets.ts';
import { assertStrongPassword } from '../../passwords/password-policy.ts';
import type { BegunSession } from '../../sessions/session-tokens.ts';
import { tokensBody } from '../auth/session-cookie.ts';
import { giveGrants } from '../users/give-grants.ts';
import { promisedGrants } from './promised-grants.ts';

type AcceptRequest = HandlerRequest<typeof invitationOperations.accept>;

interface Accepted {
  readonly invitation: Invitation;
  readonly account: Account;
  readonly tokenHash: Uint8Array;
}

/**
 * `POST /v1/auth/invitations/accept`: makes the user and signs them in. What is wrong with the password is found before
 * the invitation is used up.
 */
export function acceptInvitation(context: ApiContext): Handler<typeof invitationOperations.accept> {
  const { config, passwords, securityPolicy, sessions } = context;
  return async (request, reply) => {
    const { name, password } = request.body;
    const accepted = await findInvitation(context, hashSecret(request.body.token));
    const { account, invitation } = accepted;
    const { id, email } = invitation;
    request.audit.on({ kind: 'invitation', id, name: email }).in(account.id);
    const { passwordMinLength } = await securityPolicy(account);
    assertStrongPassword(password, { names: [email, name], minLength: passwordMinLength });
    const newUser = { accountId: account.id, email, name, passwordHash: await passwords.hash(password) };
    const tokens = await sessions.tokensOf(await makeUser(context, request, accepted, newUser));
    return reply.code(201).send(tokensBody({ request, reply }, tokens, config.jwtRefreshExpirySeconds));
  };
}

/** Nobody is signed in yet, so there is no account whose data could be seen. */
async function findInvitation({ clock, unscoped }: ApiContext, tokenHash: Uint8Array): Promise<Accepted> {
  const { accounts, db } = unscoped;
  const invitation = await createInvitationRepository(db).byToken(tokenHash, clock());
  const account = invitation === null ? null : await accounts.byId(invitation.accountId);
  if (invitation === null || account === null) throw invalidInvitation();
  return { invitation, account, tokenHash };
}

/** Makes the user and signs them in. Whoever lost a right, or was disabled, has not given it away by an invitation that was still on its way. */
async function makeUser(
  { access, sessions }: ApiContext,
  request: AcceptRequest,
  { invitation, account, tokenHash }: Accepted,
  newUser: NewUser,
): Promise<BegunSession> {
  const { invitedBy } = invitation;
  if (invitedBy === null) throw notGrantedAnyMore();
  const made = access.changeFor(invitedBy, { audit: request.audit, account }, async (change) => {
    if (!(await createInvitationRepository(change.tx).take(tokenHash))) throw invalidInvitation();
    await claimLimit(change.tx, account.id, 'users');
    const user = await createUserRepository(change.tx).create(newUser);
    await giveGrants(change, account, user, promisedGrants(invitation));
    const grants = await createGrantRepository(change.tx).ofUser(user.id);
    request.audit.by(namedUser(user)).change({}, { grants: grantTexts(grants) });
    return sessions.begin(change.tx, user.id, clientOf(request));
  });
  return made.catch((error: unknown) => {
    throw error instanceof Problem && NOT_GRANTED.has(error.code) ? notGrantedAnyMore(error) : error;
  });
}

/** They may not, or the role, the account or the fleet is gone. */
const NOT_GRANTED: ReadonlySet<ProblemCode> = new Set(['forbidden', 'invalid-input']);

function notGrantedAnyMore(cause?: Problem): Problem {
  return new Problem('conflict', 'Whoever invited you may not grant this any more.', {
    hint: 'Ask for a new invitation.',
    cause,
  });
}

function invalidInvitation(): Problem {
  return new Problem('invalid-token', 'The invitation is unknown, expired, revoked or was accepted before.', {
    hint: 'Ask for a new invitation.',
  });
}
