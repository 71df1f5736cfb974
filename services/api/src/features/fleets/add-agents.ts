import type { fleetOperations } from '@hawser/contracts/http';
import { type AgentId, mayAddToFleet } from '@hawser/core';
import {
  type AgentScope,
  createAgentRepository,
  createFleetRepository,
  createGrantRepository,
  type Queryable,
} from '@hawser/storage';
import { assertHolds } from '../../access/assert-holds.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf, sessionOf } from '../../http/context-of.ts';
import { findAgent } from '../agents/find-agent.ts';
import { findFleet } from './find-fleet.ts';
import { fleetBody } from './fleet-body.ts';

/** `POST /v1/{account}/fleets/{fleet}/agents`: whoever was granted something for the fleet has it for these agents too. */
export function addAgents({ access, invalidations }: ApiContext): Handler<typeof fleetOperations.addAgents> {
  return async (request) => {
    const account = accountOf(request);
    const scope = scopeOf(request);
    const after = await access.change(sessionOf(request), async ({ tx, caller }) => {
      const fleets = createFleetRepository(tx);
      const { id } = await findFleet(fleets, scope, request.params.fleet);
      assertHolds(mayAddToFleet(caller, await createGrantRepository(tx).ofFleet(id)));
      await fleets.addAgents(account.id, id, await agentIds(tx, scope, request.body.agents));
      return findFleet(fleets, scope, id);
    });
    await invalidations.publish({ type: 'fleet-changed', fleet: after.id });
    return fleetBody(after, account);
  };
}

async function agentIds(tx: Queryable, scope: AgentScope, names: readonly string[]): Promise<AgentId[]> {
  const agents = createAgentRepository(tx);
  const ids: AgentId[] = [];
  for (const name of names) ids.push((await findAgent(agents, scope, name)).id);
  return ids;
}
