import type { agentOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createAgentRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { expectedVersion } from '../../http/etag.ts';
import { cutOff } from './cut-off.ts';
import { findAgent } from './find-agent.ts';

/** `DELETE /v1/{account}/agents/{agent}`: its readings go with it; its dead letters and its ledger stay. */
export function deleteAgent({ agents, invalidations }: ApiContext): Handler<typeof agentOperations.remove> {
  return async (request, reply) => {
    const agent = await findAgent(agents, scopeOf(request), request.params.agent);
    const expected = expectedVersion(request.headers['if-match']);
    if (expected !== null && expected !== agent.version) {
      throw new Problem('stale-version', 'The agent was changed meanwhile.', { hint: 'Read it again.' });
    }
    await request.audit.on({ kind: 'agent', id: agent.id, name: agent.name }).transaction(async (tx) => {
      if (await createAgentRepository(tx).remove(agent.id)) request.audit.change(agent, null);
    });
    await cutOff(invalidations, agent.id);
    return reply.code(204).send(null);
  };
}
