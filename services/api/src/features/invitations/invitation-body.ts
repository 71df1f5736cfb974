import type { InvitationBody, SentInvitation } from '@hawser/contracts/http';
import type { Account, Invitation } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { LinkReader } from '../../http/links.ts';
import { rfc3339 } from '../../http/times.ts';
import { invitationLetter } from '../../mail/letters.ts';

export const LINK_DAYS = 7;

/** Writes an invitation as a list has it. */
export function invitationBody(invitation: Invitation, now: number): InvitationBody {
  return {
    id: invitation.id,
    email: invitation.email,
    grants: invitation.grants.map(({ roleName, accountName, descendants, fleetName }) => ({
      role: roleName,
      account: accountName,
      descendants,
      fleet: fleetName,
    })),
    created_at: rfc3339(invitation.createdAt),
    expires_at: rfc3339(invitation.expiresAt),
    expired: invitation.expiresAt <= now,
  };
}

/** What a letter with an invitation says besides the link. */
interface Invited {
  readonly invitation: Invitation;
  readonly account: Account;
  /** E-mail address of whoever sends it. */
  readonly by: string;
  readonly token: string;
  /** Whoever is shown the link. */
  readonly reader: LinkReader;
}

/** Mails an invitation when mail is set up, and shows its link. */
export async function sendInvitation(context: ApiContext, invited: Invited): Promise<SentInvitation> {
  const { invitation, account, by, token, reader } = invited;
  const link = context.links.invitation(token, reader);
  const letter = invitationLetter({ to: invitation.email, link, hours: LINK_DAYS * 24 }, by, account.name);
  const mail = await context.mail.send(letter);
  return { ...invitationBody(invitation, context.clock()), link, mail };
}
