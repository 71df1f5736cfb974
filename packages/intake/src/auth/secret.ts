import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares a password with what is stored of it, in a time that does not depend on where they differ.
 * MQTT passwords are 32 random bytes, so a plain SHA-256 is enough and a slow hash would only slow a cold start.
 *
 * @param stored - SHA-256 of the right password
 */
export function matchesSecret(password: Uint8Array, stored: Uint8Array): boolean {
  const given = createHash('sha256').update(password).digest();
  return stored.byteLength === given.byteLength && timingSafeEqual(given, stored);
}
