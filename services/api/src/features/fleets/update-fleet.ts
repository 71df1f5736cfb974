import type { fleetOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { findFleet } from './find-fleet.ts';
import { fleetBody } from './fleet-body.ts';

/** `PATCH /v1/{account}/fleets/{fleet}` */
export function updateFleet({ fleets }: ApiContext): Handler<typeof fleetOperations.update> {
  return async (request, reply) => {
    const account = accountOf(request);
    const { id } = await findFleet(fleets, scopeOf(request), request.params.fleet);
    const after = await fleets.update(account.id, id, expectedVersion(request.headers['if-match']), request.body);
    reply.header('etag', etagOf(after.version));
    return fleetBody(after, account);
  };
}
