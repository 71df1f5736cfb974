import { ConfigurationError, type SettingValues, smtpServer, textSetting } from '@hawser/platform';
import type { http } from './http-settings.ts';

/** Mail with links: forgotten passwords, invitations. */
export const mail = {
  smtpUrl: textSetting({
    env: 'SMTP_URL',
    describe:
      'Mail server, as smtp://user:password@host:587 or smtps://host:465; no mail is sent when not set. ' +
      'Needs MAIL_FROM and PUBLIC_URL.',
    fallback: '',
  }),
  mailFrom: textSetting({
    env: 'MAIL_FROM',
    describe: 'Sender of the mail, as Hawser <hawser@example.org>.',
    fallback: '',
  }),
};

/**
 * Refuses settings with which mail would be sent that nobody can use.
 *
 * @throws ConfigurationError naming every problem at once
 */
export function assertMailSettings({
  publicUrl,
  smtpUrl,
  mailFrom,
}: SettingValues<typeof mail & Pick<typeof http, 'publicUrl'>>): void {
  const problems: string[] = [];
  if (publicUrl !== '' && !isWebAddress(publicUrl)) {
    problems.push('PUBLIC_URL: not an address such as https://hawser.example.org');
  }
  if (smtpUrl !== '') {
    if (publicUrl === '') problems.push('PUBLIC_URL: needed with SMTP_URL, for the links in the mail');
    if (mailFrom === '') problems.push('MAIL_FROM: needed with SMTP_URL');
    problems.push(...smtpProblems(smtpUrl));
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function smtpProblems(url: string): string[] {
  try {
    smtpServer(url);
    return [];
  } catch (error) {
    return [`SMTP_URL: ${(error as Error).message}`];
  }
}
