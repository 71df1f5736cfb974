import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Tokens } from '@hawser/contracts/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IssuedTokens } from '../../sessions/session-tokens.ts';

const COOKIE = 'hawser_session';

interface Client {
  readonly request: Pick<FastifyRequest, 'headers' | 'protocol'>;
  readonly reply: FastifyReply;
}

/**
 * Writes new tokens as the client wants them. With the header `x-hawser-session: cookie` the refresh token goes into
 * an HttpOnly cookie, out of reach of any script in the page, and not into the body.
 *
 * @param lifeSeconds - how long the refresh token is valid
 */
export function tokensBody(client: Client, tokens: IssuedTokens, lifeSeconds: number): Tokens {
  const body = { access_token: tokens.accessToken, expires_in: tokens.expiresIn };
  if (!wantsCookie(client.request)) return { ...body, refresh_token: tokens.refreshToken };
  setSessionCookie(client, tokens, lifeSeconds);
  return body;
}

/** Puts the refresh token into the cookie. @param lifeSeconds - how long it is valid */
export function setSessionCookie({ request, reply }: Client, tokens: IssuedTokens, lifeSeconds: number): void {
  reply.setCookie(COOKIE, tokens.refreshToken, { ...cookieOptions(request), maxAge: lifeSeconds });
}

/**
 * The refresh token in the cookie, when there is one and the client asks for it with the header. A form or an image on
 * another site cannot send a header of its own, and a script there would first have to be let in as an origin.
 */
export function cookieToken(request: Pick<FastifyRequest, 'cookies' | 'headers'>): string | undefined {
  return wantsCookie(request) ? request.cookies[COOKIE] : undefined;
}

export function forgetCookie({ request, reply }: Client): void {
  reply.clearCookie(COOKIE, cookieOptions(request));
}

function wantsCookie({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['x-hawser-session'] === 'cookie';
}

function cookieOptions(request: Pick<FastifyRequest, 'protocol'>): CookieSerializeOptions {
  return { path: '/v1/auth', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' };
}
