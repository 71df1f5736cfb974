import { createApiClient } from '@hawser/api-client';
import type { InjectionKey } from 'vue';
import { inject } from 'vue';
import { problemFromAnswer, toProblem } from './problem.ts';

export type ApiClient = ReturnType<typeof createApiClient>;

const API_CLIENT: InjectionKey<ApiClient> = Symbol('api-client');

export { API_CLIENT };

/** Session calls keep the refresh token in an HttpOnly cookie, out of reach of scripts. */
export const COOKIE_SESSION = { 'x-hawser-session': 'cookie' } as const;

/** Creates the client for the API that serves this page, sending requests through `send`. */
export function createDashboardClient(send: (request: Request) => Promise<Response>): ApiClient {
  return createApiClient({ baseUrl: window.location.origin, fetch: send });
}

/** The API client of the running dashboard. */
export function useApi(): ApiClient {
  const client = inject(API_CLIENT);
  if (client === undefined) throw new Error('the API client is provided by the program');
  return client;
}

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a call answers; the text of a CSV answer is left out, which is never asked for here. */
type Wanted<T> = Exclude<T, string>;

/**
 * Waits for a call and returns what it answered.
 * @throws {ApiProblem} for every error status and when there was no answer
 */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<Wanted<T>> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw toProblem(cause);
  });
  if (!response.ok) throw problemFromAnswer(response.status, error);
  // A 204 has no body: the type of such a call is `undefined`, which is what `data` is.
  return data as Wanted<T>;
}

/** A resource, and the tag by which the server tells that somebody changed it meanwhile. */
export interface Tagged<T> {
  readonly data: T;
  /** For `If-Match`. */
  readonly etag: string;
}

/**
 * Waits for a call and returns what it answered together with its `ETag`.
 * @throws {ApiProblem} for every error status and when there was no answer
 */
export async function taggedAnswerOf<T>(call: Promise<Answer<T>>): Promise<Tagged<Wanted<T>>> {
  const data = await answerOf(call);
  const { response } = await call;
  return { data, etag: response.headers.get('etag') ?? '' };
}
