import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/schema.ts';
import { createRenewingFetch, type Fetch, type TokenSource } from './renewing-fetch.ts';

export interface ApiClientOptions extends TokenSource {
  /** Where the service is, without `/v1`; the page's own origin when it is empty. */
  readonly baseUrl: string;
  /** Keep the refresh token in an HttpOnly cookie: for browsers. */
  readonly cookieSession?: boolean;
  readonly fetch?: Fetch;
}

export type ApiClient = Client<paths>;

/**
 * Makes the typed client of the REST interface.
 *
 * @example const client = createApiClient({ baseUrl: 'http://localhost:3002', getToken: () => token });
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const send: Fetch = options.fetch ?? ((request) => globalThis.fetch(request));
  return createClient<paths>({
    baseUrl: options.baseUrl,
    fetch: createRenewingFetch(options, send),
    headers: options.cookieSession === true ? { 'x-hawser-session': 'cookie' } : {},
  });
}
