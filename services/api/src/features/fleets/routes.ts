import { fleetOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { addAgents } from './add-agents.ts';
import { createFleet } from './create-fleet.ts';
import { deleteFleet } from './delete-fleet.ts';
import { getFleet } from './get-fleet.ts';
import { listFleetAgents } from './list-fleet-agents.ts';
import { listFleets } from './list-fleets.ts';
import { removeAgent } from './remove-agent.ts';
import { updateFleet } from './update-fleet.ts';

/** Reading is for whoever sees the agents; changing a fleet changes who does, and takes the whole account. */
export function addFleetRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/fleets',
    schema: fleetOperations.list,
    config: { permission: 'agent:read', perAgent: true },
    handler: listFleets(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/fleets',
    schema: fleetOperations.create,
    config: { permission: 'agent:write', audit: 'fleet.create' },
    handler: createFleet(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/fleets/:fleet',
    schema: fleetOperations.read,
    config: { permission: 'agent:read', perAgent: true },
    handler: getFleet(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/fleets/:fleet',
    schema: fleetOperations.update,
    config: { permission: 'agent:write', audit: 'fleet.update' },
    handler: updateFleet(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/fleets/:fleet',
    schema: fleetOperations.remove,
    config: { permission: 'agent:delete', audit: 'fleet.delete' },
    handler: deleteFleet(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/fleets/:fleet/agents',
    schema: fleetOperations.listAgents,
    config: { permission: 'agent:read', perAgent: true },
    handler: listFleetAgents(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/fleets/:fleet/agents',
    schema: fleetOperations.addAgents,
    config: { permission: 'agent:write', audit: 'fleet.add_agent' },
    handler: addAgents(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/fleets/:fleet/agents/:agent',
    schema: fleetOperations.removeAgent,
    config: { permission: 'agent:write', audit: 'fleet.remove_agent' },
    handler: removeAgent(context),
  });
}
