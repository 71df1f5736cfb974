import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { handleNotFound } from '../../http/error-handler.ts';

/** Paths of the service that are never a page of the dashboard. */
const SERVICE_PATHS = ['/v1/', '/docs/', '/.well-known/'];
const IMMUTABLE = 'public, max-age=31536000, immutable';
const REVALIDATE = 'no-cache';

/**
 * `GET /*`: a file of the dashboard, or its page when the path names none, because the page has routes of its own.
 * Files under `assets/` carry a hash of their content in the name and may be kept for ever.
 */
export function serveDashboard(root: string, index: string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = pathOf(request);
    if (path === null || SERVICE_PATHS.some((prefix) => path.startsWith(prefix))) return handleNotFound(request, reply);
    if (await isFile(join(root, path))) {
      reply.header('cache-control', path.startsWith('/assets/') ? IMMUTABLE : REVALIDATE);
      return reply.sendFile(path.slice(1));
    }
    // A missing script is an error; a missing page is a route of the dashboard.
    if (extname(path) !== '' || !(await isFile(index))) return handleNotFound(request, reply);
    return reply.header('cache-control', REVALIDATE).sendFile('index.html');
  };
}

/** The path of a request, decoded and without a way out of the folder; null when it is none. */
function pathOf(request: FastifyRequest): string | null {
  const path = `/${(request.params as { '*': string })['*']}`;
  if (path.includes('\0')) return null;
  return normalize(path).split(sep).includes('..') ? null : normalize(path);
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') return null;
    throw error;
  });
  return found?.isFile() ?? false;
}
