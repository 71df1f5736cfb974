import { Problem } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import type { Letter, Mailer } from '@hawser/platform/mail';

/** What became of a letter; whoever asked for it is told. */
export const MAIL_OUTCOMES = ['sent', 'failed', 'not-set-up'] as const;
export type MailOutcome = (typeof MAIL_OUTCOMES)[number];

export interface MailService {
  /** @throws Problem `mail-not-set-up` */
  assertSetUp(): void;
  /** Hands a letter to the mail server; a failure is logged, and is the outcome. */
  send(letter: Letter): Promise<MailOutcome>;
}

/** @param mailer - null when none is set up */
export function createMailService(mailer: Mailer | null, log: Logger): MailService {
  return {
    assertSetUp() {
      if (mailer !== null) return;
      throw new Problem('mail-not-set-up', 'This installation sends no mail.', {
        hint: 'Ask an administrator for a link. Whoever runs Hawser can set SMTP_URL, MAIL_FROM and PUBLIC_URL.',
      });
    },
    async send(letter) {
      if (mailer === null) return 'not-set-up';
      try {
        await mailer.send(letter);
        return 'sent';
      } catch (error) {
        log.warn({ err: error, subject: letter.subject }, 'a letter could not be sent');
        return 'failed';
      }
    },
  };
}
