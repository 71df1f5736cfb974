import type { Letter } from '@hawser/platform/mail';

/** The link in a letter, and how long it works. */
interface LinkInLetter {
  readonly to: string;
  readonly link: string;
  readonly hours: number;
}

/** @param askedBy - the administrator who asked for it; null when the user did */
export function passwordResetLetter({ to, link, hours }: LinkInLetter, askedBy: string | null): Letter {
  const who = askedBy === null ? 'Somebody, probably you, has' : `${askedBy} has`;
  const text = `${who} asked for a new password for ${to} in Hawser.

Choose it here; the link works once, for ${inHours(hours)}:

${link}

If you did not expect this, you need not do anything: your password stays as it is.
`;
  return { to, subject: 'Your new Hawser password', text };
}

export function invitationLetter({ to, link, hours }: LinkInLetter, invitedBy: string, account: string): Letter {
  const text = `${invitedBy} has invited you to the account ${account} in Hawser.

Choose your password here; the link works once, for ${inHours(hours)}:

${link}

If you do not know what this is about, you need not do anything.
`;
  return { to, subject: `Invitation to ${account} in Hawser`, text };
}

function inHours(hours: number): string {
  if (hours === 1) return 'one hour';
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`;
}
