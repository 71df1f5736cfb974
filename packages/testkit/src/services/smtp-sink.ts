import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

export interface SmtpSink {
  readonly url: string;
  /** What it took, oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** How many letters it was offered, with those it refused. */
  readonly offered: number;
  /** Refuses the next letters with this SMTP reply code: 4yz for now, 5yz for good. */
  refuse(letters: number, code: number): void;
  close(): Promise<void>;
}

/** A mail server that takes letters for anybody and keeps them in memory. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const refusal = { letters: 0, code: 450 };
  let offered = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom(_address, _session, callback) {
      offered += 1;
      if (refusal.letters === 0) return callback();
      refusal.letters -= 1;
      return callback(Object.assign(new Error('refused'), { responseCode: refusal.code }));
    },
    onData(stream, session, callback) {
      read(stream)
        .then((raw) => PostalMime.parse(raw))
        .then(({ from, subject, text }) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ to, from: from?.address ?? '', subject: subject ?? '', text: text ?? '' });
          callback();
        }, callback);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    get offered() {
      return offered;
    },
    refuse(letters, code) {
      Object.assign(refusal, { letters, code });
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(stream: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
