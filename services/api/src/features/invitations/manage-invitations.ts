import type { invitationOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { type Account, createInvitationRepository, type Invitation, type InvitationRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { hashSecret, newSecret } from '../../http/secrets.ts';
import { resolveGrantable } from '../users/give-grants.ts';
import { invitationBody, LINK_DAYS, sendInvitation } from './invitation-body.ts';
import { auditedInvitation, promisedGrants } from './promised-grants.ts';

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
  const { access, clock } = context;
  return async (request, reply) => {
    const account = accountOf(request);
    const token = newSecret();
    const invitation = await access.change(request, async (change) => {
      const invitations = createInvitationRepository(change.tx);
      const found = await findInvitation(invitations, account, request.params.invitation);
      request.audit.on({ kind: 'invitation', id: found.id, name: found.email });
      await resolveGrantable(change, account, promisedGrants(found));
      const renewed = await invitations.renew(found.id, hashSecret(token), clock() + LINK_DAYS * DAY_MS);
      if (renewed === null) throw noSuchInvitation();
      request.audit.change(auditedInvitation(found), auditedInvitation(renewed));
      return renewed;
    });
    reply.header('cache-control', 'no-store');
    return sendInvitation(context, { invitation, account, by: sessionOf(request).email, token, reader: request });
  };
}

/** `DELETE /v1/{account}/invitations/{invitation}` */
export function revokeInvitation(): Handler<typeof invitationOperations.revoke> {
  return async (request, reply) => {
    const account = accountOf(request);
    await request.audit.transaction(async (tx) => {
      const invitations = createInvitationRepository(tx);
      const found = await findInvitation(invitations, account, request.params.invitation);
      if (!(await invitations.remove(account.id, found.id))) throw noSuchInvitation();
      request.audit.on({ kind: 'invitation', id: found.id, name: found.email }).change(auditedInvitation(found), null);
    });
    return reply.code(204).send(null);
  };
}

async function findInvitation(
  invitations: Pick<InvitationRepository, 'byId'>,
  account: Account,
  id: string,
): Promise<Invitation> {
  const found = await invitations.byId(account.id, id);
  if (found === null) throw noSuchInvitation();
  return found;
}

function noSuchInvitation(): Problem {
  return new Problem('not-found', 'There is no such invitation; it may have been accepted.');
}
