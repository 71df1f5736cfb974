import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askForPassword } from './new-password.ts';

const GOOD = 'nine slow tugboats';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const UP = '\u001b[A';

/** Answers each question with the next line; keys that end no line are sent as they are. */
async function answer(...answers: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough({ encoding: 'utf8' })];
  const left = [...answers];
  let shown = '';
  output.on('data', (text: string) => {
    shown += text;
    if (!text.endsWith(': ')) return;
    const next = left.shift();
    if (next === undefined) input.end();
    else input.write([CTRL_C, CTRL_D].includes(next) ? next : `${next}\r`);
  });
  const outcome = await askForPassword('ada@example.org', input, output).catch((error: unknown) => error);
  return { outcome, shown };
}

describe('the question for a password', () => {
  it('is asked twice, and nothing that is typed is shown', async () => {
    const { outcome, shown } = await answer(GOOD, GOOD);
    expect(outcome).toEqual({ password: GOOD, isRandom: false });
    expect(shown).toBe('Password for ada@example.org: \nThe same again: \n');
  });

  it.each([
    ['too short', ['short'], 'fewer than 12 characters'],
    ['a common one', ['password1234'], 'most common'],
    ['the own name', ['ada@example.org'], 'e-mail'],
    ['not the same twice', [GOOD, 'nine slow tugboatz'], 'The two passwords differ. Try again.'],
  ])('is asked again when it is %s', async (_case, wrong, complaint) => {
    const { outcome, shown } = await answer(...wrong, GOOD, GOOD);
    expect(outcome).toMatchObject({ password: GOOD });
    expect(shown).toContain(complaint);
    for (const typed of wrong.filter((text) => text !== 'ada@example.org')) expect(shown).not.toContain(typed);
  });

  it('is not asked a fourth time', async () => {
    const { outcome, shown } = await answer('short', 'short', 'short', GOOD, GOOD);
    expect(outcome).toMatchObject({ code: 'invalid-input' });
    expect(shown.match(/Password for/g)).toHaveLength(3);
  });

  it('does not take the first answer back by an arrow key', async () => {
    const { outcome } = await answer(GOOD, UP, CTRL_C);
    expect(outcome).toMatchObject({ code: 'bad-request' });
  });

  it.each([
    ['Ctrl-C', [CTRL_C]],
    ['Ctrl-C at the second', [GOOD, CTRL_C]],
    ['Ctrl-D', [CTRL_D]],
    ['the end of the terminal', []],
  ])('ends at %s', async (_case, answers) => {
    const { outcome } = await answer(...answers);
    expect(outcome).toMatchObject({ code: 'bad-request', message: 'No password was given: nothing was made.' });
  });
});
