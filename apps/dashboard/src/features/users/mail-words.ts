import type { PasswordResetLink } from '../../services/api/types.ts';

/** What became of the letter with a link, and what is to be done about it. */
export function mailWords(outcome: PasswordResetLink['mail'], email: string): string {
  if (outcome === 'sent') return `The link was mailed to ${email}.`;
  const why = outcome === 'failed' ? 'The mail server did not take the letter' : 'No mail is set up';
  return `${why}: hand the link over to ${email} yourself.`;
}
