import type { agentOperations } from '@hawser/contracts/http';
import { createCredentialRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { cutOff } from './cut-off.ts';
import { findAgent } from './find-agent.ts';
import { credentialsBody, newMqttSecret, storedCredential } from './mqtt-credentials.ts';

/** `POST …/agents/{agent}/credentials`: new ones for an agent; sessions with the old ones end at once. */
export function issueCredentials(context: ApiContext): Handler<typeof agentOperations.issueCredentials> {
  const { agents, invalidations, config } = context;
  return async (request, reply) => {
    const agent = await findAgent(agents, scopeOf(request), request.params.agent);
    const secret = newMqttSecret();
    request.audit.on({ kind: 'agent', id: agent.id, name: agent.name });
    await request.audit.change(null, { username: secret.username }).transaction(async (tx) => {
      await createCredentialRepository(tx).issue(storedCredential(agent.id, secret));
    });
    await cutOff(invalidations, agent.id);
    return reply.code(201).send(credentialsBody(agent, config.publicMqttUrl, secret));
  };
}
