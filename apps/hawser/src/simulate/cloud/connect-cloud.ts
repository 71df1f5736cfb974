import { createApiClient } from '@hawser/api-client';
import type { AgentAccess } from '../fleet/agent-access.ts';
import { SimulationError } from '../simulation-error.ts';
import { bodyOf, problemCode } from './answer.ts';
import type { Cloud } from './cloud.ts';
import { createSessionFetch, reachable, type Session } from './session-fetch.ts';

type Client = ReturnType<typeof createApiClient>;

export interface CloudOptions {
  /** Address of the REST API, without a path. */
  readonly url: string;
  readonly email?: string;
  readonly password?: string;
  /** Access token, in place of the two. */
  readonly token?: string;
  /** Name or id; found by itself when left out. */
  readonly account?: string;
}

/**
 * Signs in at a cloud and chooses the account.
 *
 * @throws SimulationError when the cloud cannot be reached or refuses, or when it is not clear which account is meant
 */
export async function connectCloud(options: CloudOptions): Promise<Cloud> {
  const client = createApiClient({ baseUrl: options.url, fetch: createSessionFetch(sessionOf(options)) });
  const account = options.account ?? (await ownAccount(client));
  return {
    enrol: (name) => enrol(client, account, name),
    remove: (agent) => remove(client, account, agent),
    readLedger: () => readLedger(client, account),
  };
}

function sessionOf({ url, token, email, password }: CloudOptions): Session {
  if (token !== undefined) return { token, signIn: null };
  if (email === undefined || password === undefined) {
    throw new SimulationError(
      'Sign in with --email and --password, or give an access token with --token (HAWSER_TOKEN).',
    );
  }
  const anonymous = createApiClient({ baseUrl: url, fetch: reachable });
  const signIn = async () => {
    const answer = await anonymous.POST('/v1/auth/login', { body: { email, password } });
    return bodyOf(answer).access_token;
  };
  return { token: null, signIn };
}

/** The root account is for administration only, so its one child is meant when there is just one. */
async function ownAccount(client: Client): Promise<string> {
  const { account } = bodyOf(await client.GET('/v1/me'));
  if (account.parent_id !== null) return account.name;
  const children = bodyOf(await client.GET('/v1/{account}/accounts', { params: { path: { account: '_' } } })).items;
  const [only] = children;
  if (only !== undefined && children.length === 1) return only.name;
  throw new SimulationError(
    `Say with --account which account the agents shall belong to: ${children.map(({ name }) => name).join(', ')}`,
  );
}

async function enrol(client: Client, account: string, name: string): Promise<AgentAccess> {
  const created = await client.POST('/v1/{account}/agents', {
    params: { path: { account } },
    body: { name, description: 'Made by hawser simulate', tags: ['simulated'] },
  });
  if (problemCode(created) !== 'name-taken') return accessOf(bodyOf(created));
  const params = { path: { account, agent: name } };
  return accessOf(bodyOf(await client.POST('/v1/{account}/agents/{agent}/credentials', { params })));
}

interface Credentials {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly mqtt: {
    readonly url: string;
    readonly client_id: string;
    readonly username: string;
    readonly password: string;
  };
}

function accessOf({ id, name, account, mqtt }: Credentials): AgentAccess {
  const { url, client_id: clientId, username, password } = mqtt;
  return { id, name, account, mqtt: { url, clientId, username, password } };
}

async function remove(client: Client, account: string, agent: string): Promise<void> {
  bodyOf(await client.DELETE('/v1/{account}/agents/{agent}', { params: { path: { account, agent } } }));
}

async function readLedger(client: Client, account: string): ReturnType<Cloud['readLedger']> {
  const ledger = bodyOf(await client.GET('/v1/{account}/ledger', { params: { path: { account } } }));
  return new Map(ledger.agents.map(({ agent_id, messages, readings }) => [agent_id, { messages, readings }]));
}
