import type { TokenKeeper } from '../session/token-keeper.ts';

/** Calls that take no access token: they are how one gets it, or finds out how. */
const OPEN_PATHS = ['/v1/setup', '/v1/auth/methods', '/v1/auth/login', '/v1/auth/refresh', '/v1/auth/one-time'];

/**
 * A `fetch` that signs each request with the current access token. A 401 is answered with one refresh and one more try:
 * the token may have been ended on the server before its time.
 */
export function createAuthorisedFetch(keeper: TokenKeeper, send: typeof fetch = fetch) {
  return async function authorisedFetch(request: Request): Promise<Response> {
    if (OPEN_PATHS.includes(new URL(request.url).pathname)) return send(request);
    const again = request.clone();
    const answer = await send(signed(request, await keeper.token()));
    if (answer.status !== 401) return answer;
    const token = await keeper.refresh();
    return token === null ? answer : send(signed(again, token));
  };
}

function signed(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
  return request;
}
