import type { agentOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { agentBody } from './agent-body.ts';
import { cutOff } from './cut-off.ts';
import { findAgent } from './find-agent.ts';

/** `PATCH /v1/{account}/agents/{agent}`; with `If-Match` only when nobody changed it meanwhile. */
export function updateAgent({ agents, invalidations }: ApiContext): Handler<typeof agentOperations.update> {
  return async (request, reply) => {
    const account = accountOf(request);
    const before = await findAgent(agents, account, request.params.agent);
    await agents.update(before.id, expectedVersion(request.headers['if-match']), request.body);
    const after = await findAgent(agents, account, before.id);
    if (after.disabled !== before.disabled) await cutOff(invalidations, after.id);
    reply.header('etag', etagOf(after.version));
    return agentBody(after);
  };
}
