import { Problem } from '@hawser/core';
import type { Logger } from '@hawser/platform';
import { createUserRepository, type Queryable } from '@hawser/storage';
import { passwordResetLetter } from '../mail/letters.ts';
import type { MailService } from '../mail/mail-service.ts';
import type { ResetLinks } from './reset-links.ts';

const LINK_HOURS = 1;
/** Links that can wait for one user at a time: nobody's mailbox is filled from here. */
const MAX_LINKS_PER_USER = 3;
const MAX_WAITING = 200;

export interface ForgottenPasswords {
  /**
   * Sends a link to the user with this address, if there is one who has a password, later: whoever asks learns nothing
   * from the answer and nothing from the time it takes.
   *
   * @throws Problem `unavailable` when too many wait
   */
  ask(email: string): void;
  /** Resolves when all that was asked for is done. */
  settled(): Promise<void>;
}

export interface ForgottenPasswordsDeps {
  readonly db: Queryable;
  readonly links: ResetLinks;
  readonly mail: Pick<MailService, 'send'>;
  readonly log: Logger;
}

/** Answers forgotten passwords one after the other. */
export function createForgottenPasswords({ db, links, mail, log }: ForgottenPasswordsDeps): ForgottenPasswords {
  const users = createUserRepository(db);
  let waiting = 0;
  let work: Promise<void> = Promise.resolve();
  const answer = async (email: string): Promise<void> => {
    const user = await users.byEmail(email);
    if (user === null || user.disabled || user.passwordHash === null) return;
    if ((await links.waiting(user.id)) >= MAX_LINKS_PER_USER) return;
    const { link } = await links.make(user.id, LINK_HOURS, null);
    await mail.send(passwordResetLetter({ to: user.email, link, hours: LINK_HOURS }, null));
  };
  return {
    ask(email) {
      if (waiting >= MAX_WAITING) {
        throw new Problem('unavailable', 'Too many letters are waiting to be sent.', { retryAfterSeconds: 60 });
      }
      waiting += 1;
      work = work
        .then(() => answer(email))
        .catch((error: unknown) => log.error({ err: error }, 'a forgotten password could not be answered'))
        .finally(() => {
          waiting -= 1;
        });
    },
    settled: () => work,
  };
}
