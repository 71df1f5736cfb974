import type { fleetOperations } from '@hawser/contracts/http';
import { mayAddToFleet } from '@hawser/core';
import {
  type Agent,
  type AgentScope,
  createAgentRepository,
  createFleetRepository,
  createGrantRepository,
  type Queryable,
  readUnscoped,
} from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { findAgent } from '../agents/find-agent.ts';
import { findFleet } from './find-fleet.ts';
import { fleetBody } from './fleet-body.ts';

/** `POST /v1/{account}/fleets/{fleet}/agents`: whoever was granted something for the fleet has it for these agents too. */
export function addAgents({ access, invalidations }: ApiContext): Handler<typeof fleetOperations.addAgents> {
  return async (request) => {
    const account = accountOf(request);
    const scope = scopeOf(request);
    const after = await access.change(request, async ({ tx, caller }) => {
      const fleets = createFleetRepository(tx);
      const { id, name } = await findFleet(fleets, scope, request.params.fleet);
      request.audit.on({ kind: 'fleet', id, name });
      // Whoever has them may belong to an account above, with a role of that account.
      const held = await readUnscoped(tx, (all) => createGrantRepository(all).ofFleet(id));
      assertHolds(mayAddToFleet(caller, held));
      const agents = await findAgents(tx, scope, request.body.agents);
      await fleets.addAgents(
        account.id,
        id,
        agents.map((agent) => agent.id),
      );
      request.audit.change({}, { members: agents.map((agent) => agent.name) });
      return findFleet(fleets, scope, id);
    });
    await invalidations.publish({ type: 'fleet-changed', fleet: after.id });
    return fleetBody(after, account);
  };
}

async function findAgents(tx: Queryable, scope: AgentScope, names: readonly string[]): Promise<Agent[]> {
  const agents = createAgentRepository(tx);
  const found: Agent[] = [];
  for (const name of names) found.push(await findAgent(agents, scope, name));
  return found;
}
