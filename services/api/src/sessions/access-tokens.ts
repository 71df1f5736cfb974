import { type Clock, Problem, type UserId } from '@hawser/core';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';

const ISSUER = 'hawser';
const AUDIENCE = 'hawser-api';

export interface AccessClaims {
  readonly userId: UserId;
  /** The family of refresh tokens that the session lives by; revoking it ends the access token too. */
  readonly family: string;
}

export interface AccessTokens {
  /** @param lifeSeconds - how long it is valid */
  sign(claims: AccessClaims, lifeSeconds: number): Promise<string>;
  /** @throws Problem `invalid-token` */
  verify(token: string): Promise<AccessClaims & { readonly expiresAt: number }>;
}

/** Signs and checks access tokens: JWT (RFC 7519) with the claims sub, sid, iss, aud, iat and exp. */
export function createAccessTokens(keys: SigningKeys, clock: Clock): AccessTokens {
  const findKey: JWTVerifyGetKey = async ({ kid }) => {
    const key = kid === undefined ? null : await keys.byKid(kid);
    if (key === null) throw new errors.JWKSNoMatchingKey();
    return key;
  };
  return {
    async sign({ userId, family }, lifeSeconds) {
      const { kid, key } = await keys.current();
      const now = Math.floor(clock() / 1000);
      return new SignJWT({ sid: family })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(now)
        .setExpirationTime(now + lifeSeconds)
        .sign(key);
    },
    async verify(token) {
      const options = { issuer: ISSUER, audience: AUDIENCE, algorithms: [ALGORITHM], currentDate: new Date(clock()) };
      const { payload } = await jwtVerify(token, findKey, options).catch((error: unknown) => {
        throw error instanceof errors.JOSEError ? invalid(error) : error;
      });
      return claimsOf(payload);
    },
  };
}

function claimsOf({ sub, sid, exp }: JWTPayload): AccessClaims & { readonly expiresAt: number } {
  if (sub === undefined || typeof sid !== 'string' || exp === undefined) throw invalid(null);
  return { userId: sub as UserId, family: sid, expiresAt: exp * 1000 };
}

function invalid(cause: unknown): Problem {
  const expired = cause instanceof errors.JWTExpired;
  return new Problem('invalid-token', expired ? 'The access token has expired.' : 'The access token is not valid.', {
    hint: expired ? 'Exchange the refresh token for a new one.' : 'Sign in again.',
    cause,
  });
}
