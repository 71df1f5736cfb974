import { freePort, type SmtpSink, startSmtpSink } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailer, MailError, type Mailer } from './mailer.ts';
import { smtpServer } from './smtp-server.ts';

const FROM = 'Hawser <hawser@example.org>';
const LETTER = { to: 'ada@example.org', subject: 'Grüße', text: `https://example.org/${'x'.repeat(120)}#token=a=b\n` };

let sink: SmtpSink;
let mailer: Mailer;

beforeAll(async () => {
  sink = await startSmtpSink();
  mailer = createMailer({ url: sink.url, from: FROM });
});
afterAll(async () => {
  mailer.close();
  await sink.close();
});

describe('mailer', () => {
  it('hands a letter over as it is', async () => {
    await mailer.send(LETTER);
    expect(sink.mails).toEqual([{ ...LETTER, to: [LETTER.to], from: 'hawser@example.org' }]);
  });

  it('sends to one person, whatever the address looks like', async () => {
    await mailer.send({ ...LETTER, to: 'ada,b@example.org' }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(MailError);
    });
    expect(sink.mails.flatMap(({ to }) => to)).not.toContain('b@example.org');
  });

  it('tries again when the server is busy, three times in all', async () => {
    const before = sink.offered;
    sink.refuse(2, 450);
    await mailer.send(LETTER);
    expect(sink.offered - before).toBe(3);
    sink.refuse(3, 450);
    await expect(mailer.send(LETTER)).rejects.toBeInstanceOf(MailError);
    expect(sink.offered - before).toBe(6);
  });

  it('tells at once when the server refuses for good', async () => {
    const before = sink.offered;
    sink.refuse(1, 550);
    await expect(mailer.send(LETTER)).rejects.toThrow('The mail server did not take the letter');
    expect(sink.offered - before).toBe(1);
  });

  it('tells when there is no server', async () => {
    const lost = createMailer({ url: `smtp://127.0.0.1:${await freePort()}`, from: FROM });
    await expect(lost.send(LETTER)).rejects.toBeInstanceOf(MailError);
    lost.close();
  });
});

describe('address of a mail server', () => {
  it.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, secure: false }],
    ['smtps://mail.example.org', { host: 'mail.example.org', port: 465, secure: true }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, secure: false }],
    ['smtp://a%40b:p%2Fw@mail:25', { host: 'mail', port: 25, secure: false, auth: { user: 'a@b', pass: 'p/w' } }],
  ])('%s is read', (url, server) => {
    expect(smtpServer(url)).toEqual(server);
  });

  it.each(['mail.example.org', 'http://mail', 'smtp://', ''])('%j is refused', (url) => {
    expect(() => smtpServer(url)).toThrow('not an address such as');
  });
});
