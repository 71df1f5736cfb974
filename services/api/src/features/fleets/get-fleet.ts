import type { fleetOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { findFleet } from './find-fleet.ts';
import { fleetBody } from './fleet-body.ts';

/** `GET /v1/{account}/fleets/{fleet}` */
export function getFleet({ fleets }: ApiContext): Handler<typeof fleetOperations.read> {
  return async (request, reply) => {
    const fleet = await findFleet(fleets, scopeOf(request), request.params.fleet);
    reply.header('etag', etagOf(fleet.version));
    return fleetBody(fleet, accountOf(request));
  };
}
