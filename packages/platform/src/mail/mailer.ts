import { createTransport } from 'nodemailer';
import { Backoff } from '../backoff.ts';
import { smtpServer } from './smtp-server.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 10_000;
const TRIES = 3;
/** A mail server that is busy asks for a moment's patience; more would keep a person waiting. */
const RETRY = { firstMs: 250, maxMs: 2_000 };
/** Letters on their way at the same time. */
const MAX_CONNECTIONS = 2;

export interface MailConfig {
  /** `smtp://user:password@host:587` (STARTTLS when the server offers it) or `smtps://…:465`. */
  readonly url: string;
  /** Sender, as `Hawser <hawser@example.org>`. */
  readonly from: string;
}

export interface Letter {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** The mail server did not take a letter. */
export class MailError extends Error {
  constructor(cause: unknown) {
    super(`The mail server did not take the letter: ${(cause as Error).message}`, { cause });
    this.name = 'MailError';
  }
}

export interface Mailer {
  /**
   * Hands a letter to the mail server. What may pass, such as a busy server, is tried three times.
   *
   * @throws MailError when it was not taken
   */
  send(letter: Letter): Promise<void>;
  close(): void;
}

/** Sends mail over SMTP. The server is not asked anything until there is a letter. */
export function createMailer({ url, from }: MailConfig): Mailer {
  const transport = createTransport({
    ...smtpServer(url),
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      // An address object is taken as it is; a text could name several people.
      const letter = { from, to: { name: '', address: to }, subject, text };
      const backoff = new Backoff(RETRY);
      for (let left = TRIES - 1; ; left--) {
        try {
          await transport.sendMail(letter);
          return;
        } catch (error) {
          if (left === 0 || !mayPass(error)) throw new MailError(error);
        }
        await backoff.wait();
      }
    },
    close: () => transport.close(),
  };
}

/** Reply codes 4yz are transient (RFC 5321 section 4.2.1); without a code the connection failed. */
function mayPass(error: unknown): boolean {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  if (code === 'EAUTH' || code === 'EENVELOPE') return responseCode !== undefined && responseCode < 500;
  return responseCode === undefined || responseCode < 500;
}
