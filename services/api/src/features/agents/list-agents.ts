import type { agentOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { agentBody } from './agent-body.ts';

/** `GET /v1/{account}/agents` */
export function listAgents({ agents }: ApiContext): Handler<typeof agentOperations.list> {
  return async (request) => {
    const { search } = request.query;
    const page = { ...pageRequest(request.query), ...(search === undefined ? {} : { search }) };
    return pageBody(await agents.list(scopeOf(request), page), agentBody);
  };
}
