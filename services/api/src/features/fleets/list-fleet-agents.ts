import type { fleetOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { agentBody } from '../agents/agent-body.ts';
import { findFleet } from './find-fleet.ts';

/** `GET /v1/{account}/fleets/{fleet}/agents` */
export function listFleetAgents({ agents, fleets }: ApiContext): Handler<typeof fleetOperations.listAgents> {
  return async (request) => {
    const { id } = await findFleet(fleets, scopeOf(request), request.params.fleet);
    const within = { accountId: accountOf(request).id, fleets: [id] };
    return pageBody(await agents.list(within, pageRequest(request.query)), agentBody);
  };
}
