import type { invitationOperations } from '@hawser/contracts/http';
import { mayManage, Problem } from '@hawser/core';
import { createInvitationRepository, type Invitation } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { hashSecret, newSecret } from '../../http/secrets.ts';
import { grantsOf } from './grants-of.ts';
import { invitationBody, LINK_DAYS, sendInvitation } from './invitation-body.ts';

const DAY_MS = 86_400_000;

/** `GET /v1/{account}/invitations` */
export function listInvitations({ db, clock }: ApiContext): Handler<typeof invitationOperations.list> {
  const invitations = createInvitationRepository(db);
  return async (request) => {
    const page = await invitations.list(accountOf(request).id, pageRequest(request.query));
    return pageBody(page, (invitation) => invitationBody(invitation, clock()));
  };
}

/**
 * `POST /v1/{account}/invitations/{invitation}/resend`: the link it answers makes a user, so it is for those only who
 * could have sent the invitation themselves.
 */
export function resendInvitation(context: ApiContext): Handler<typeof invitationOperations.resend> {
  const invitations = createInvitationRepository(context.db);
  return async (request, reply) => {
    const [account, session] = [accountOf(request), sessionOf(request)];
    const found = await invitations.byId(account.id, request.params.invitation);
    const grants = found === null ? null : await grantsOf(context, found);
    if (found === null || grants === null) throw noSuchInvitation();
    const decision = mayManage(session.subject, grants);
    if (!decision.allow) {
      throw new Problem('forbidden', `It grants what you do not hold: ${decision.missing.join(', ')}.`);
    }
    const token = newSecret();
    const invitation = await renew(context, found, token);
    reply.header('cache-control', 'no-store');
    return sendInvitation(context, { invitation, account, by: session.email, token });
  };
}

/** `DELETE /v1/{account}/invitations/{invitation}` */
export function revokeInvitation({ db }: ApiContext): Handler<typeof invitationOperations.revoke> {
  const invitations = createInvitationRepository(db);
  return async (request, reply) => {
    if (!(await invitations.remove(accountOf(request).id, request.params.invitation))) throw noSuchInvitation();
    return reply.code(204).send(null);
  };
}

async function renew({ db, clock }: ApiContext, { id }: Invitation, token: string): Promise<Invitation> {
  const expiresAt = clock() + LINK_DAYS * DAY_MS;
  const renewed = await createInvitationRepository(db).renew(id, hashSecret(token), expiresAt);
  if (renewed === null) throw noSuchInvitation();
  return renewed;
}

function noSuchInvitation(): Problem {
  return new Problem('not-found', 'There is no such invitation; it may have been accepted.');
}
