import type { SessionClient } from '@hawser/storage';
import type { FastifyRequest } from 'fastify';

const MAX_USER_AGENT = 256;

/** Where a request comes from, as its user is shown later. */
export function clientOf(request: Pick<FastifyRequest, 'ip' | 'headers'>): SessionClient {
  // The header may hold any byte; PostgreSQL takes all but NUL.
  const userAgent = (request.headers['user-agent'] ?? '').replaceAll('\0', '').slice(0, MAX_USER_AGENT);
  return { address: request.ip, userAgent };
}
