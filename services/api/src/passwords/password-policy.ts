import { Problem } from '@hawser/core';
import { COMMON_PASSWORDS } from './common-passwords.ts';

export const MIN_PASSWORD_LENGTH = 12;
const MAX_PASSWORD_LENGTH = 256;
/** A shorter part of an address is too likely to be in a good password by chance. */
const MIN_NAME_LENGTH = 3;

/** Whose password it is, and what their account asks of it. */
export interface PasswordOwner {
  /** E-mail addresses and names of the user, which may not be in the password. */
  readonly names: readonly string[];
  /** Least characters, when the account asks for more than 12. */
  readonly minLength?: number;
}

/**
 * Says what is wrong with a new password. There are no composition rules: length counts, and not being guessable.
 * Source: NIST SP 800-63B, section 5.1.1.2.
 *
 * @returns a sentence for the user, or null when the password is good
 */
export function passwordWeakness(password: string, owner: PasswordOwner): string | null {
  const length = [...password].length;
  const least = minLengthOf(owner);
  if (length < least) return `The password has fewer than ${least} characters.`;
  if (length > MAX_PASSWORD_LENGTH) return `The password has more than ${MAX_PASSWORD_LENGTH} characters.`;
  const folded = password.normalize('NFKC').toLowerCase();
  if (COMMON_PASSWORDS.has(folded)) return 'The password is one of the most common ones.';
  if (isRepetition(folded)) return 'The password repeats one short piece.';
  if (isSequence(folded)) return 'The password is a sequence of neighbouring characters.';
  if (owner.names.some((name) => containsName(folded, name))) return 'The password contains your name or e-mail name.';
  return null;
}

/**
 * Refuses a weak password.
 *
 * @throws Problem `invalid-input`
 */
export function assertStrongPassword(password: string, owner: PasswordOwner): void {
  const weakness = passwordWeakness(password, owner);
  if (weakness === null) return;
  throw new Problem('invalid-input', weakness, {
    hint: `Use ${minLengthOf(owner)} to ${MAX_PASSWORD_LENGTH} characters that nobody else would think of.`,
  });
}

/** `aaaaaaaaaaaa`, `abcabcabcabc`: one piece of at most four characters, over and over. */
function isRepetition(text: string): boolean {
  for (let piece = 1; piece <= 4; piece++) {
    if (
      text ===
      text
        .slice(0, piece)
        .repeat(Math.ceil(text.length / piece))
        .slice(0, text.length)
    )
      return true;
  }
  return false;
}

/** `abcdefghijklm`, `987654321098`: each character follows the one before, up or down, nine going on to zero. */
function isSequence(text: string): boolean {
  return [1, -1].some((step) => everyNeighbour(text, (a, b) => b - a === step || b - a === -9 * step));
}

function everyNeighbour(text: string, accept: (a: number, b: number) => boolean): boolean {
  for (let i = 1; i < text.length; i++) {
    if (!accept(text.charCodeAt(i - 1), text.charCodeAt(i))) return false;
  }
  return true;
}

/** An account can ask for more characters than everybody has to give, not for fewer. */
function minLengthOf({ minLength = MIN_PASSWORD_LENGTH }: PasswordOwner): number {
  return Math.min(MAX_PASSWORD_LENGTH, Math.max(MIN_PASSWORD_LENGTH, minLength));
}

/** Looks for an address and the part before its `@`, or for a name and each of its words. */
function containsName(folded: string, name: string): boolean {
  const whole = name.normalize('NFKC').toLowerCase();
  const at = whole.lastIndexOf('@');
  const parts = at < 0 ? whole.split(/\s+/) : [whole.slice(0, at)];
  return [whole, ...parts].some((part) => part.length >= MIN_NAME_LENGTH && folded.includes(part));
}
