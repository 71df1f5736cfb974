import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { assertStrongPassword } from '@hawser/api';
import { Problem } from '@hawser/core';

const MAX_INPUT_BYTES = 4_096;

/** Where the password of a new administrator comes from. */
export interface NewPassword {
  readonly password: string;
  /** Nobody knows it yet: it has to be shown, once. */
  readonly isRandom: boolean;
}

type Input = NodeJS.ReadStream;

/**
 * Asks a person twice for a password, without showing it.
 *
 * @throws Problem `invalid-input` when it is weak, or the two differ
 */
export async function askForPassword(email: string, input: Input, output: Writable): Promise<NewPassword> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: silent, terminal: true });
  const ask = async (question: string): Promise<string> => {
    output.write(question);
    const answer = await terminal.question('');
    output.write('\n');
    return answer;
  };
  try {
    const password = await ask(`Password for ${email}: `);
    assertStrongPassword(password, { names: [email] });
    if ((await ask('The same again: ')) !== password) throw new Problem('invalid-input', 'The two passwords differ.');
    return { password, isRandom: false };
  } finally {
    terminal.close();
  }
}

/**
 * Reads a password from the first line of a pipe.
 *
 * @throws Problem `invalid-input` when it is weak
 */
export async function readPassword(email: string, input: AsyncIterable<Buffer | string>): Promise<NewPassword> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > MAX_INPUT_BYTES || text.includes('\n')) break;
  }
  const password = text.split(/\r?\n/, 1)[0] ?? '';
  assertStrongPassword(password, { names: [email] });
  return { password, isRandom: false };
}

/** Makes a password that cannot be guessed. */
export function randomPassword(): NewPassword {
  return { password: randomBytes(15).toString('base64url'), isRandom: true };
}
