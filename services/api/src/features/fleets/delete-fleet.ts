import type { fleetOperations } from '@hawser/contracts/http';
import { mayManage, Problem } from '@hawser/core';
import { createFleetRepository, createGrantRepository, readUnscoped } from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { expectedVersion } from '../../http/etag.ts';
import { findFleet } from './find-fleet.ts';

/** `DELETE /v1/{account}/fleets/{fleet}`: what was granted for it goes with it, so the caller must hold that. */
export function deleteFleet({ access, invalidations }: ApiContext): Handler<typeof fleetOperations.remove> {
  return async (request, reply) => {
    const expected = expectedVersion(request.headers['if-match']);
    const id = await access.change(request, async ({ tx, caller }) => {
      const fleets = createFleetRepository(tx);
      const fleet = await findFleet(fleets, scopeOf(request), request.params.fleet);
      if (expected !== null && expected !== fleet.version) throw changedMeanwhile();
      request.audit.on({ kind: 'fleet', id: fleet.id, name: fleet.name }).change(fleet, null);
      // Whoever has them may belong to an account above, with a role of that account.
      const held = await readUnscoped(tx, (all) => createGrantRepository(all).ofFleet(fleet.id));
      assertHolds(mayManage(caller, held));
      await fleets.remove(accountOf(request).id, fleet.id);
      return fleet.id;
    });
    await invalidations.publish({ type: 'fleet-changed', fleet: id });
    return reply.code(204).send(null);
  };
}

function changedMeanwhile(): Problem {
  return new Problem('stale-version', 'The fleet was changed meanwhile.', { hint: 'Read it again.' });
}
