import { Problem } from '@hawser/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OidcProvider } from '../../oidc/oidc-provider.ts';
import { OidcRefusal } from '../../oidc/oidc-refusal.ts';

/**
 * Does what a browser came for. A person who is refused gets back to the sign-in page, which says why; a program gets
 * the problem itself.
 */
export async function orBackToSignIn<Answer>(
  { request, reply, oidc }: { request: FastifyRequest; reply: FastifyReply; oidc: OidcProvider },
  work: () => Promise<Answer>,
): Promise<Answer | FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OidcRefusal) || !wantsPage(request)) throw error;
    request.problemCode = error.code;
    return sendTo(reply, pageUrl(oidc, `/sign-in?refused=${error.reason}`));
  }
}

/** Sends the browser on, with GET. */
export function sendTo(reply: FastifyReply, url: URL): FastifyReply {
  return reply.code(303).header('location', url.href).header('cache-control', 'no-store').send(null);
}

/** The address of a page of the dashboard: of this installation in any case, whatever the path says. */
export function pageUrl({ config }: OidcProvider, path: string): URL {
  const home = new URL('/', config.publicUrl);
  const url = URL.canParse(path, home.href) ? new URL(path, home) : home;
  return url.origin === home.origin ? url : home;
}

/** @throws Problem `not-found` when there is no identity provider */
export function assertProvider(oidc: OidcProvider | null): OidcProvider {
  if (oidc !== null) return oidc;
  throw new Problem('not-found', 'This installation has no identity provider.', {
    hint: 'Whoever runs it can set one with OIDC_ISSUER.',
  });
}

function wantsPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.accept?.includes('text/html') ?? false;
}
