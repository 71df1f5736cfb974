import type { agentOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { agentBody } from './agent-body.ts';
import { findAgent } from './find-agent.ts';

/** `GET /v1/{account}/agents/{agent}` */
export function getAgent({ agents }: ApiContext): Handler<typeof agentOperations.read> {
  return async (request, reply) => {
    const agent = await findAgent(agents, scopeOf(request), request.params.agent);
    reply.header('etag', etagOf(agent.version));
    return agentBody(agent);
  };
}
