import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Hawser';
const PERIOD_SECONDS = 30;
/** Steps before and after the present one that are accepted, for clocks that are a little off (RFC 6238 section 5.2). */
const WINDOW = 1;
/** 160 bits, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20;

export function newTotpSecret(): Uint8Array {
  return new Secret({ size: SECRET_BYTES }).bytes;
}

/** What an authenticator app has to know: the secret in base32, and the URI that a QR code shows. */
export function describeTotp(secret: Uint8Array, label: string): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(secret, label);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * Finds the time step that a code is for (RFC 6238).
 *
 * @param now - milliseconds since the Unix epoch
 * @returns null when the code is for none of the accepted ones
 */
export function stepOfCode(secret: Uint8Array, code: string, now: number): number | null {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** SHA-1, six digits and 30 seconds: what every authenticator app knows. */
function totpOf(secret: Uint8Array, label: string): TOTP {
  const bytes = new Uint8Array(secret);
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: bytes.buffer }),
  });
}
