import { type ApiClient, ApiError, createApiClient, unwrap } from '@hawser/api-client';
import { Option } from 'commander';
import { CloudError } from './cloud-error.ts';
import { createPatientFetch } from './patient-fetch.ts';
import { CLOUD_VARIABLES } from './variables.ts';

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

/** The options of a command that signs in at a cloud; see `CloudOptions`. */
export function cloudOptions(): readonly Option[] {
  return [
    new Option('--url <url>', 'address of the cloud').env(CLOUD_VARIABLES.url).default('http://127.0.0.1:3002'),
    new Option('--email <email>', 'user to sign in as').env(CLOUD_VARIABLES.email),
    new Option('--password <password>', 'password of that user').env(CLOUD_VARIABLES.password),
    new Option('--token <token>', 'access token, in place of signing in').env(CLOUD_VARIABLES.token),
    new Option(
      '--account <account>',
      "name or id of the account (default: the user's own; its only child if that is sys)",
    ),
  ];
}

/**
 * Signs in. A run may take longer than an access token lives, so the client signs in again when it has to.
 *
 * @throws CloudError when the cloud cannot be reached or refuses
 */
export async function signIn({ url, token, email, password }: CloudOptions): Promise<ApiClient> {
  if (!URL.canParse(url)) throw new CloudError('misused', `"${url}" is no address; it looks like http://host:3002.`);
  const fetch = createPatientFetch();
  if (token !== undefined) return createApiClient({ baseUrl: url, fetch, getToken: () => token });
  if (email === undefined || password === undefined) {
    throw new CloudError(
      'misused',
      'Sign in with --email and --password, or give an access token with --token (HAWSER_TOKEN).',
    );
  }
  const anonymous = createApiClient({ baseUrl: url, fetch });
  const renewToken = async () => {
    current = (await ask(anonymous.POST('/v1/auth/login', { body: { email, password } }))).access_token;
    return current;
  };
  let current = '';
  await renewToken();
  return createApiClient({ baseUrl: url, fetch, getToken: () => current, renewToken });
}

/**
 * Finds the account that is meant when none is named. The root account is for administration only, so its one child is
 * meant when there is just one.
 *
 * @throws CloudError when there are several
 */
export async function ownAccount(client: ApiClient): Promise<string> {
  const { account } = await ask(client.GET('/v1/me'));
  if (account.parent_id !== null) return account.name;
  const { items } = await ask(client.GET('/v1/{account}/accounts', { params: { path: { account: '_' } } }));
  const [only] = items;
  if (only !== undefined && items.length === 1) return only.name;
  const names = items.map(({ name }) => name).join(', ');
  throw new CloudError('misused', `Say with --account which account is meant: ${names}`);
}

/**
 * Waits for a call.
 *
 * @throws CloudError with what the cloud said when it refused
 */
export function ask<Data>(call: Parameters<typeof unwrap<Data>>[0]): ReturnType<typeof unwrap<Data>> {
  return unwrap(call).catch((error: unknown) => {
    throw explained(error);
  });
}

/** Makes a `CloudError` of an `ApiError`; anything else is left as it is. */
export function explained(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.cause instanceof CloudError) return error.cause;
  const text = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return new CloudError(error.status === 0 ? 'unreachable' : 'refused', text, { cause: error });
}
