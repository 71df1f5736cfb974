import type { FastifyRequest } from 'fastify';

/**
 * Tells whether a page of an origin may do what our own pages may: it is one of them, or an origin that was configured.
 *
 * @param allowed - origins as browsers write them; `*` is every one
 */
export function isOriginAllowed(
  request: Pick<FastifyRequest, 'host'>,
  origin: string,
  allowed: readonly string[],
): boolean {
  return allowed.includes('*') || allowed.includes(origin) || hostOf(origin) === request.host;
}

/** Host and port of an origin; null for `null` and whatever else is no URL. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
