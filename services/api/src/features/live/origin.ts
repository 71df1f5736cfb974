import { Problem } from '@hawser/core';
import type { FastifyRequest } from 'fastify';
import type { ApiConfig } from '../../config.ts';
import { isOriginAllowed } from '../../http/origin.ts';

/**
 * Refuses upgrades from pages of other sites: browsers let any page open a WebSocket anywhere, and send `Origin` with
 * it. Programs send none.
 */
export function refuseForeignOrigin({ corsOrigins }: Pick<ApiConfig, 'corsOrigins'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    if (origin === undefined || isOriginAllowed(request, origin, corsOrigins)) return;
    throw new Problem('forbidden', 'Pages of that origin may not connect.', {
      hint: 'Add the origin to CORS_ORIGINS if it is one of yours.',
    });
  };
}
