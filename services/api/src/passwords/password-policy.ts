import { Problem } from '@hawser/core';
import { COMMON_PASSWORDS } from './common-passwords.ts';

export const MIN_PASSWORD_LENGTH = 12;
const MAX_PASSWORD_LENGTH = 256;
/** A shorter part of an address is too likely to be in a good password by chance. */
const MIN_NAME_LENGTH = 3;

/**
 * Says what is wrong with a new password. There are no composition rules: length counts, and not being guessable.
 * Source: NIST SP 800-63B, section 5.1.1.2.
 *
 * @param email - the user's address; neither it nor its name may be in the password
 * @returns a sentence for the user, or null when the password is good
 */
export function passwordWeakness(password: string, email: string): string | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) return `The password has fewer than ${MIN_PASSWORD_LENGTH} characters.`;
  if (length > MAX_PASSWORD_LENGTH) return `The password has more than ${MAX_PASSWORD_LENGTH} characters.`;
  const folded = password.normalize('NFKC').toLowerCase();
  if (COMMON_PASSWORDS.has(folded)) return 'The password is one of the most common ones.';
  if (isRepetition(folded)) return 'The password repeats one short piece.';
  if (isSequence(folded)) return 'The password is a sequence of neighbouring characters.';
  if (containsName(folded, email)) return 'The password contains your e-mail name.';
  return null;
}

/**
 * Refuses a weak password.
 *
 * @throws Problem `invalid-input`
 */
export function assertStrongPassword(password: string, email: string): void {
  const weakness = passwordWeakness(password, email);
  if (weakness === null) return;
  throw new Problem('invalid-input', weakness, {
    hint: `Use ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters that nobody else would think of.`,
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

function containsName(folded: string, email: string): boolean {
  const address = email.toLowerCase();
  const name = address.slice(0, address.lastIndexOf('@'));
  return folded.includes(address) || (name.length >= MIN_NAME_LENGTH && folded.includes(name));
}
