import type { deadLetterOperations } from '@hawser/contracts/http';
import { type AgentId, isUuid } from '@hawser/core';
import type { AgentScope } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { findAgent } from '../agents/find-agent.ts';
import { deadLetterBody } from './dead-letter-body.ts';

/** `GET /v1/{account}/dead-letters` */
export function listDeadLetters(context: ApiContext): Handler<typeof deadLetterOperations.list> {
  return async (request) => {
    const scope = scopeOf(request);
    const { agent, reason } = request.query;
    const filter = {
      ...(agent === undefined ? {} : { agentId: await agentId(context, scope, agent) }),
      ...(reason === undefined ? {} : { reason }),
    };
    const page = await context.deadLetters.list(scope, { ...pageRequest(request.query), ...filter });
    return pageBody(page, deadLetterBody);
  };
}

/** An id is taken as it is: dead letters outlive their agent. */
async function agentId({ agents }: ApiContext, scope: AgentScope, nameOrId: string): Promise<AgentId> {
  if (isUuid(nameOrId)) return nameOrId.toLowerCase() as AgentId;
  return (await findAgent(agents, scope, nameOrId)).id;
}
