import type { TokenKeeper } from '../session/token-keeper.ts';
import { problemFromAnswer } from './problem.ts';

/** Calls that take no access token: they are how one gets it, or finds out how. */
const OPEN_PATHS = [
  '/v1/setup',
  '/v1/auth/methods',
  '/v1/auth/login',
  '/v1/auth/second-factor',
  '/v1/auth/refresh',
  '/v1/auth/one-time',
  '/v1/auth/password-reset',
  '/v1/auth/password-reset/confirm',
  '/v1/auth/invitations/accept',
];

export interface AuthorisedFetchDeps {
  readonly keeper: TokenKeeper;
  readonly send: typeof fetch;
  /** Called when the server says that the user has to set up a second factor before anything else. */
  readonly onMustEnrol: () => void;
}

/**
 * A `fetch` that signs each request with the current access token. A 401 is answered with one refresh and one more try:
 * the token may have been ended on the server before its time.
 */
export function createAuthorisedFetch({ keeper, send, onMustEnrol }: AuthorisedFetchDeps) {
  return async function authorisedFetch(request: Request): Promise<Response> {
    if (OPEN_PATHS.includes(new URL(request.url).pathname)) return send(request);
    const again = request.clone();
    const answer = await send(signed(request, await keeper.token()));
    if (answer.status === 403 && (await codeOf(answer.clone())) === 'second-factor-enrolment-required') onMustEnrol();
    if (answer.status !== 401) return answer;
    const token = await keeper.refresh();
    return token === null ? answer : send(signed(again, token));
  };
}

async function codeOf(answer: Response): Promise<string> {
  // What is no problem document says nothing about a second factor; whoever asked finds the same and says so.
  const body: unknown = await answer.json().catch(() => null);
  return problemFromAnswer(answer.status, body).code;
}

function signed(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
  return request;
}
