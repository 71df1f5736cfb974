import type { CookieSerializeOptions } from '@fastify/cookie';
import type { UserId } from '@hawser/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { seal, unseal } from '../../http/seal.ts';
import type { Expectation } from '../../oidc/oidc-provider.ts';

const FLOW_COOKIE = 'hawser_oidc';
const ID_TOKEN_COOKIE = 'hawser_oidc_id';
const FLOW_SECONDS = 600;
const PATH = '/v1/auth/oidc';
/** Browsers keep 4,096 bytes of a cookie with its name and attributes. */
const MAX_COOKIE_CHARACTERS = 3_800;

/** A sign-in that has begun in a browser. */
export interface Flow extends Expectation {
  /** Page of the dashboard to go to in the end. */
  readonly next: string;
  readonly account: string | null;
}

interface Client {
  readonly request: Pick<FastifyRequest, 'protocol' | 'cookies'>;
  readonly reply: FastifyReply;
}

/**
 * Keeps a sign-in in the browser that began it, sealed, for ten minutes. SameSite=Lax, because the provider, another
 * site, sends the browser back here: a Strict cookie would stay behind. It is good for nothing but ending this sign-in.
 */
export function keepFlow({ request, reply }: Client, key: Uint8Array, flow: Flow, now: number): void {
  const text = JSON.stringify({ ...flow, until: now + FLOW_SECONDS * 1_000 });
  const options = { ...cookieOptions(request, 'lax'), maxAge: FLOW_SECONDS };
  reply.setCookie(FLOW_COOKIE, sealText(key, FLOW_COOKIE, text), options);
}

/** The sign-in that this browser began, which works once; null when there is none or it took too long. */
export function takeFlow({ request, reply }: Client, key: Uint8Array, now: number): Flow | null {
  const text = openText(key, FLOW_COOKIE, request);
  reply.clearCookie(FLOW_COOKIE, cookieOptions(request, 'lax'));
  if (text === null) return null;
  const flow = JSON.parse(text) as Flow & { readonly until: number };
  return flow.until > now ? flow : null;
}

/** Keeps the ID token, which ends the session at the provider; one that is too long for a cookie is let go. */
export function keepIdToken(client: Client, key: Uint8Array, userId: UserId, idToken: string, seconds: number): void {
  const { request, reply } = client;
  const value = sealText(key, ID_TOKEN_COOKIE, JSON.stringify({ userId, idToken }));
  if (value.length > MAX_COOKIE_CHARACTERS) forgetIdToken(client);
  else reply.setCookie(ID_TOKEN_COOKIE, value, { ...cookieOptions(request, 'strict'), maxAge: seconds });
}

/** The ID token of the user's sign-in; null when they signed in another way. */
export function idTokenOf({ request }: Client, key: Uint8Array, user: UserId): string | null {
  const text = openText(key, ID_TOKEN_COOKIE, request);
  if (text === null) return null;
  const { userId, idToken } = JSON.parse(text) as { readonly userId: UserId; readonly idToken: string };
  return userId === user ? idToken : null;
}

export function forgetIdToken({ request, reply }: Client): void {
  reply.clearCookie(ID_TOKEN_COOKIE, cookieOptions(request, 'strict'));
}

function cookieOptions({ protocol }: Pick<FastifyRequest, 'protocol'>, sameSite: 'lax' | 'strict') {
  return { path: PATH, httpOnly: true, sameSite, secure: protocol === 'https' } satisfies CookieSerializeOptions;
}

/** The name is sealed in, so that the text of one cookie is not taken for that of the other. */
function sealText(key: Uint8Array, name: string, text: string): string {
  return Buffer.from(seal(key, `${name} ${text}`)).toString('base64url');
}

function openText(key: Uint8Array, name: string, { cookies }: Pick<FastifyRequest, 'cookies'>): string | null {
  const text = unseal(key, Buffer.from(cookies[name] ?? '', 'base64url'));
  return text?.startsWith(`${name} `) === true ? text.slice(name.length + 1) : null;
}
