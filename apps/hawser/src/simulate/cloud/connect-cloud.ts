import { type AgentCredentials, type ApiClient, ApiError, unwrap } from '@hawser/api-client';
import { ask, type CloudOptions, explained, ownAccount, signIn } from '../../cloud/sign-in.ts';
import type { AgentAccess } from '../fleet/agent-access.ts';
import type { Cloud } from './cloud.ts';

/**
 * Signs in at a cloud and chooses the account.
 *
 * @throws CloudError when the cloud cannot be reached or refuses, or when it is not clear which account is meant
 */
export async function connectCloud(options: CloudOptions): Promise<Cloud> {
  const client = await signIn(options);
  const account = options.account ?? (await ownAccount(client));
  return {
    enrol: (name) => enrol(client, account, name),
    remove: (agent) => remove(client, account, agent),
    readLedger: () => readLedger(client, account),
  };
}

async function enrol(client: ApiClient, account: string, name: string): Promise<AgentAccess> {
  try {
    const params = { path: { account } };
    const body = { name, description: 'Made by hawser simulate', tags: ['simulated'] };
    return accessOf(await unwrap(client.POST('/v1/{account}/agents', { params, body })));
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'name-taken')) throw explained(error);
    const params = { path: { account, agent: name } };
    return accessOf(await ask(client.POST('/v1/{account}/agents/{agent}/credentials', { params })));
  }
}

function accessOf({ id, name, account, mqtt }: AgentCredentials): AgentAccess {
  const { url, client_id: clientId, username, password } = mqtt;
  return { id, name, account, mqtt: { url, clientId, username, password } };
}

async function remove(client: ApiClient, account: string, agent: string): Promise<void> {
  await ask(client.DELETE('/v1/{account}/agents/{agent}', { params: { path: { account, agent } } }));
}

async function readLedger(client: ApiClient, account: string): ReturnType<Cloud['readLedger']> {
  const { agents } = await ask(client.GET('/v1/{account}/ledger', { params: { path: { account } } }));
  return new Map(agents.map(({ agent_id, messages, readings }) => [agent_id, { messages, readings }]));
}
