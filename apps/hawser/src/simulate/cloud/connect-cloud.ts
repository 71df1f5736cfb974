import { type AgentCredentials, type ApiClient, ApiError, createApiClient, unwrap } from '@hawser/api-client';
import type { AgentAccess } from '../fleet/agent-access.ts';
import { SimulationError } from '../simulation-error.ts';
import type { Cloud } from './cloud.ts';
import { createPatientFetch } from './patient-fetch.ts';

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
  const client = await signedInClient(options);
  const account = options.account ?? (await ownAccount(client));
  return {
    enrol: (name) => enrol(client, account, name),
    remove: (agent) => remove(client, account, agent),
    readLedger: () => readLedger(client, account),
  };
}

/** A run may take longer than an access token lives, so the client signs in again when it has to. */
async function signedInClient({ url, token, email, password }: CloudOptions): Promise<ApiClient> {
  const fetch = createPatientFetch();
  if (token !== undefined) return createApiClient({ baseUrl: url, fetch, getToken: () => token });
  if (email === undefined || password === undefined) {
    throw new SimulationError(
      'Sign in with --email and --password, or give an access token with --token (HAWSER_TOKEN).',
    );
  }
  const anonymous = createApiClient({ baseUrl: url, fetch });
  const signIn = async () => {
    current = (await ask(anonymous.POST('/v1/auth/login', { body: { email, password } }))).access_token;
    return current;
  };
  let current = '';
  await signIn();
  return createApiClient({ baseUrl: url, fetch, getToken: () => current, renewToken: signIn });
}

/** The root account is for administration only, so its one child is meant when there is just one. */
async function ownAccount(client: ApiClient): Promise<string> {
  const { account } = await ask(client.GET('/v1/me'));
  if (account.parent_id !== null) return account.name;
  const { items } = await ask(client.GET('/v1/{account}/accounts', { params: { path: { account: '_' } } }));
  const [only] = items;
  if (only !== undefined && items.length === 1) return only.name;
  const names = items.map(({ name }) => name).join(', ');
  throw new SimulationError(`Say with --account which account the agents shall belong to: ${names}`);
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

/**
 * Waits for a call.
 *
 * @throws SimulationError with what the cloud said when it refused
 */
function ask<Data>(call: Parameters<typeof unwrap<Data>>[0]): ReturnType<typeof unwrap<Data>> {
  return unwrap(call).catch((error: unknown) => {
    throw explained(error);
  });
}

function explained(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.cause instanceof SimulationError) return error.cause;
  return new SimulationError(error.hint === undefined ? error.message : `${error.message} ${error.hint}`, {
    cause: error,
  });
}
