import type { AgentCredentials, agentOperations } from '@hawser/contracts/http';
import { assertAgentName, Problem } from '@hawser/core';
import { type Account, claimLimit, createAgentRepository, createCredentialRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { credentialsBody, newMqttSecret, storedCredential } from './mqtt-credentials.ts';

const FIRST_VERSION = 1;

/** `POST /v1/{account}/agents`: makes an agent and shows its MQTT password, this once. */
export function createAgent(context: ApiContext): Handler<typeof agentOperations.create> {
  return async (request, reply) => {
    const account = accountOf(request);
    await assertMayHaveAgents(context, account);
    assertAgentName(request.body.name);
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['agent', sessionOf(request).userId, account.id],
      body: request.body,
    };
    const body = await context.idempotency.once(once, () => create(context, account, request));
    request.audit.on({ kind: 'agent', id: body.id, name: body.name });
    reply.header('location', `/v1/${account.name}/agents/${body.id}`).header('etag', etagOf(FIRST_VERSION));
    return reply.code(201).send(body);
  };
}

type Request = HandlerRequest<typeof agentOperations.create>;

/** Agent and credentials in one transaction: an agent that nobody has a password for would be of no use. */
async function create({ config }: ApiContext, account: Account, { body, audit }: Request): Promise<AgentCredentials> {
  const secret = newMqttSecret();
  const { name, description = '', tags = [] } = body;
  const agent = await audit.transaction(async (tx) => {
    await claimLimit(tx, account.id, 'agents');
    const created = await createAgentRepository(tx).create({ accountId: account.id, name, description, tags });
    await createCredentialRepository(tx).issue(storedCredential(created.id, secret));
    audit.on({ kind: 'agent', id: created.id, name }).change(null, { ...created, username: secret.username });
    return created;
  });
  return credentialsBody(agent, config.publicMqttUrl, secret);
}

async function assertMayHaveAgents({ config, accounts }: ApiContext, account: Account): Promise<void> {
  if (account.parentId !== null || config.allowAgentsInRoot) return;
  const [child] = (await accounts.children(account.id, { limit: 1, cursor: null })).items;
  throw new Problem('invalid-input', `The root account ${account.name} is for administration and has no agents.`, {
    hint:
      child === undefined
        ? `Create an account below it first: POST /v1/${account.name}/accounts.`
        : `Create the agent in an account below it, such as ${child.name}: POST /v1/${child.name}/agents.`,
  });
}
