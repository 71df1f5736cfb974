import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Clock, UserId } from '@hawser/core';
import { createTrustedBrowserRepository, type Queryable } from '@hawser/storage';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../http/client-of.ts';
import { hashSecret, newSecret } from '../http/secrets.ts';

const COOKIE = 'hawser_browser';
const LIFE_SECONDS = 30 * 86_400;

type Asked = Pick<FastifyRequest, 'headers' | 'protocol' | 'ip' | 'cookies'>;

export interface TrustedBrowsers {
  /** Tells whether the user trusts the browser that sent the request. */
  isTrusted(request: Asked, userId: UserId): Promise<boolean>;
  /** Gives the browser a cookie with which it is not asked for the second factor, for 30 days. */
  trust(tx: Queryable, exchange: { request: Asked; reply: FastifyReply }, userId: UserId): Promise<void>;
}

export function createTrustedBrowsers(db: Queryable, clock: Clock): TrustedBrowsers {
  const repository = createTrustedBrowserRepository(db);
  return {
    async isTrusted(request, userId) {
      const token = request.cookies[COOKIE];
      return token !== undefined && (await repository.isTrusted(userId, hashSecret(token), clock()));
    },
    async trust(tx, { request, reply }, userId) {
      const token = newSecret();
      const createdAt = clock();
      const expiresAt = createdAt + LIFE_SECONDS * 1000;
      const about = { ...clientOf(request), userId, createdAt, expiresAt };
      await createTrustedBrowserRepository(tx).insert({ ...about, tokenHash: hashSecret(token) });
      reply.setCookie(COOKIE, token, { ...cookieOptions(request), maxAge: LIFE_SECONDS });
    },
  };
}

function cookieOptions(request: Pick<FastifyRequest, 'protocol'>): CookieSerializeOptions {
  return { path: '/v1/auth', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' };
}
