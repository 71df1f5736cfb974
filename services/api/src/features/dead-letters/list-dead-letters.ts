import type { deadLetterOperations } from '@hawser/contracts/http';
import { type AgentId, isUuid } from '@hawser/core';
import type { Account } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { findAgent } from '../agents/find-agent.ts';
import { deadLetterBody } from './dead-letter-body.ts';

/** `GET /v1/{account}/dead-letters` */
export function listDeadLetters(context: ApiContext): Handler<typeof deadLetterOperations.list> {
  return async (request) => {
    const account = accountOf(request);
    const { agent, reason } = request.query;
    const filter = {
      ...(agent === undefined ? {} : { agentId: await agentId(context, account, agent) }),
      ...(reason === undefined ? {} : { reason }),
    };
    const page = await context.deadLetters.list(account.id, { ...pageRequest(request.query), ...filter });
    return pageBody(page, deadLetterBody);
  };
}

/** An id is taken as it is: dead letters outlive their agent. */
async function agentId({ agents }: ApiContext, account: Account, nameOrId: string): Promise<AgentId> {
  if (isUuid(nameOrId)) return nameOrId.toLowerCase() as AgentId;
  return (await findAgent(agents, account, nameOrId)).id;
}
