import type { fleetOperations } from '@hawser/contracts/http';
import { createFleetRepository } from '@hawser/storage';
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
    const before = await findFleet(fleets, scopeOf(request), request.params.fleet);
    const expected = expectedVersion(request.headers['if-match']);
    request.audit.on({ kind: 'fleet', id: before.id, name: before.name });
    const after = await request.audit.transaction(async (tx) => {
      const changed = await createFleetRepository(tx).update(account.id, before.id, expected, request.body);
      request.audit.change(before, changed);
      return changed;
    });
    reply.header('etag', etagOf(after.version));
    return fleetBody(after, account);
  };
}
