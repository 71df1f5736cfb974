import type { agentOperations } from '@hawser/contracts/http';
import { createAgentRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { agentBody } from './agent-body.ts';
import { cutOff } from './cut-off.ts';
import { findAgent } from './find-agent.ts';

/** `PATCH /v1/{account}/agents/{agent}`; with `If-Match` only when nobody changed it meanwhile. */
export function updateAgent({ agents, invalidations, clock }: ApiContext): Handler<typeof agentOperations.update> {
  return async (request, reply) => {
    const scope = scopeOf(request);
    const before = await findAgent(agents, scope, request.params.agent);
    const expected = expectedVersion(request.headers['if-match']);
    request.audit.on({ kind: 'agent', id: before.id, name: before.name });
    const after = await request.audit.transaction(async (tx) => {
      const changing = createAgentRepository(tx, clock);
      await changing.update(before.id, expected, request.body);
      const changed = await findAgent(changing, scope, before.id);
      request.audit.change(before, changed);
      return changed;
    });
    if (after.disabled !== before.disabled) await cutOff(invalidations, after.id);
    reply.header('etag', etagOf(after.version));
    return agentBody(after);
  };
}
