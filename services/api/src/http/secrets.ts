import { createHash, randomBytes } from 'node:crypto';

/** Makes a secret that cannot be guessed: 32 random bytes in base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Turns a secret made by `newSecret` into what is stored. A plain SHA-256 is enough for 256 random bits;
 * passwords that people choose go through argon2id instead.
 */
export function hashSecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}
