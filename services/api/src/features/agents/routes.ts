import { agentOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { createAgent } from './create-agent.ts';
import { deleteAgent } from './delete-agent.ts';
import { getAgent } from './get-agent.ts';
import { issueCredentials } from './issue-credentials.ts';
import { listAgents } from './list-agents.ts';
import { updateAgent } from './update-agent.ts';

export function addAgentRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/agents',
    schema: agentOperations.list,
    config: { permission: 'agent:read' },
    handler: listAgents(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/agents',
    schema: agentOperations.create,
    config: { permission: 'agent:write', audit: 'agent.create' },
    handler: createAgent(context),
  });
  app.route({
    method: 'GET',
    url: '/v1/:account/agents/:agent',
    schema: agentOperations.read,
    config: { permission: 'agent:read' },
    handler: getAgent(context),
  });
  app.route({
    method: 'PATCH',
    url: '/v1/:account/agents/:agent',
    schema: agentOperations.update,
    config: { permission: 'agent:write', audit: 'agent.update' },
    handler: updateAgent(context),
  });
  app.route({
    method: 'DELETE',
    url: '/v1/:account/agents/:agent',
    schema: agentOperations.remove,
    config: { permission: 'agent:delete', audit: 'agent.delete' },
    handler: deleteAgent(context),
  });
  app.route({
    method: 'POST',
    url: '/v1/:account/agents/:agent/credentials',
    schema: agentOperations.issueCredentials,
    config: { permission: 'agent:write', audit: 'agent.issue_credentials' },
    handler: issueCredentials(context),
  });
}
