import type { fleetOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createFleetRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { findAgent } from '../agents/find-agent.ts';
import { findFleet } from './find-fleet.ts';

/** `DELETE /v1/{account}/fleets/{fleet}/agents/{agent}` */
export function removeAgent({
  agents,
  fleets,
  invalidations,
}: ApiContext): Handler<typeof fleetOperations.removeAgent> {
  return async (request, reply) => {
    const scope = scopeOf(request);
    const fleet = await findFleet(fleets, scope, request.params.fleet);
    const agent = await findAgent(agents, scope, request.params.agent);
    request.audit.on({ kind: 'fleet', id: fleet.id, name: fleet.name }).change({ members: [agent.name] }, {});
    await request.audit.transaction(async (tx) => {
      const removed = await createFleetRepository(tx).removeAgent(accountOf(request).id, fleet.id, agent.id);
      if (!removed) throw new Problem('not-found', `The fleet ${fleet.name} has no such agent.`);
    });
    await invalidations.publish({ type: 'fleet-changed', fleet: fleet.id });
    return reply.code(204).send(null);
  };
}
