import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
const CODE_BYTES = 10;
const GROUP = /.{4}/g;
/** Base 32 of Douglas Crockford: no letters that look like digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LOOK_ALIKE: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' };

/** Makes ten codes of 80 random bits, written like `3k9d-x2qa-7mfw-0p1c`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => (encode(randomBytes(CODE_BYTES)).match(GROUP) ?? []).join('-'));
}

/** What is stored of a code. Upper case, spaces and hyphens make no difference, nor do look-alike letters. */
export function hashRecoveryCode(code: string): Uint8Array {
  const plain = code
    .toLowerCase()
    .replace(/[\s-]/g, '')
    .replace(/[oil]/g, (letter) => LOOK_ALIKE[letter] ?? letter);
  return createHash('sha256').update(plain).digest();
}

function encode(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((group) => ALPHABET[Number.parseInt(group, 2)]).join('');
}
