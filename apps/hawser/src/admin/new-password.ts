import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { assertStrongPassword } from '@hawser/api';
import { Problem } from '@hawser/core';

const MAX_INPUT_BYTES = 4_096;
const MAX_TRIES = 3;

/** Where the password of a new administrator comes from. */
export interface NewPassword {
  readonly password: string;
  /** Nobody knows it yet: it has to be shown, once. */
  readonly isRandom: boolean;
}

/** Asks one question; what is answered is not shown. */
type Ask = (question: string) => Promise<string>;

/**
 * Asks a person twice for a password, without showing it; says what is wrong with it and asks again, three times at most.
 *
 * @throws Problem `invalid-input` when it is weak or the two differ to the last; `bad-request` when the person gives up
 */
export async function askForPassword(
  email: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<NewPassword> {
  const terminal = openTerminal(input, output);
  try {
    for (let tries = 1; ; tries++) {
      const password = await askTwice(email, terminal.ask).catch((error: unknown) => {
        if (tries === MAX_TRIES || !(error instanceof Problem && error.code === 'invalid-input')) throw error;
        output.write(`${[error.message, error.hint ?? 'Try again.'].join(' ')}\n`);
        return null;
      });
      if (password !== null) return { password, isRandom: false };
    }
  } finally {
    terminal.close();
  }
}

async function askTwice(email: string, ask: Ask): Promise<string> {
  const password = await ask(`Password for ${email}: `);
  assertStrongPassword(password, { names: [email] });
  if ((await ask('The same again: ')) !== password) throw new Problem('invalid-input', 'The two passwords differ.');
  return password;
}

function openTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): { ask: Ask; close(): void } {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // Without a history: the arrow keys must not bring back what was typed before.
  const terminal = createInterface({ input, output: silent, terminal: true, historySize: 0 });
  const givenUp = new AbortController();
  // Ctrl-C; and Ctrl-D or the end of the terminal, after which a question would wait for ever.
  for (const event of ['SIGINT', 'close']) terminal.once(event, () => givenUp.abort());
  return {
    async ask(question) {
      const answer = terminal.question('', { signal: givenUp.signal });
      output.write(question);
      try {
        return await answer;
      } catch (error) {
        if (!givenUp.signal.aborted) throw error;
        throw new Problem('bad-request', 'No password was given: nothing was made.', { cause: error });
      } finally {
        output.write('\n');
      }
    },
    close: () => terminal.close(),
  };
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
