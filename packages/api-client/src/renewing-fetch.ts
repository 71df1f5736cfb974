export type Fetch = (request: Request) => Promise<Response>;

export interface TokenSource {
  /** The access token to send now; null sends none. */
  readonly getToken?: () => string | null | Promise<string | null>;
  /** Gets a new access token when the one that was sent is refused; null gives up. Called once at a time. */
  readonly renewToken?: () => Promise<string | null>;
}

const UNAUTHORIZED = 401;

/** Sends the access token with every request; when it is refused, renews it and tries once more. */
export function createRenewingFetch(source: TokenSource, fetch: Fetch): Fetch {
  const renew = sharedCall(async () => (await source.renewToken?.()) ?? null);
  return async (request) => {
    const token = (await source.getToken?.()) ?? null;
    if (token === null || request.headers.has('authorization')) return fetch(request);
    const again = source.renewToken === undefined ? null : request.clone();
    const response = await fetch(withToken(request, token));
    if (response.status !== UNAUTHORIZED || again === null) return response;
    const renewed = await renew();
    if (renewed === null) return response;
    await response.body?.cancel();
    return fetch(withToken(again, renewed));
  };
}

function withToken(request: Request, token: string): Request {
  request.headers.set('authorization', `Bearer ${token}`);
  return request;
}

/** Lets callers that come while a call is under way share it: a refresh token works once. */
function sharedCall<Result>(call: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null;
  return () => {
    running ??= call().finally(() => {
      running = null;
    });
    return running;
  };
}
