import { setTimeout as sleep } from 'node:timers/promises';
import { SimulationError } from '../simulation-error.ts';

const MOST_RETRIES = 5;
const LONGEST_WAIT_SECONDS = 60;
const UNAUTHENTICATED = 401;
/** Statuses that say when to ask again. */
const LATER: readonly number[] = [429, 503];

export type Fetch = (request: Request) => Promise<Response>;

export interface Session {
  /** The access token to send, or null before the first sign-in. */
  readonly token: string | null;
  /** Gets another token when one has expired; null when there is no way to. */
  readonly signIn: (() => Promise<string>) | null;
}

/**
 * Makes the function that sends every call: with the access token, signing in again when it has expired, and waiting
 * when the cloud asks to.
 */
export function createSessionFetch(session: Session, send: Fetch = reachable): Fetch {
  let token = session.token;
  return async (request) => {
    if (token === null && session.signIn !== null) token = await session.signIn();
    const response = await sendPatiently(request, token, send);
    if (response.status !== UNAUTHENTICATED || session.signIn === null) return response;
    token = await session.signIn();
    return sendPatiently(request, token, send);
  };
}

/**
 * Sends a request to the cloud.
 *
 * @throws SimulationError when nobody answers there
 */
export async function reachable(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new SimulationError(`${new URL(request.url).origin} cannot be reached: ${why}`, { cause: error });
  }
}

async function sendPatiently(request: Request, token: string | null, send: Fetch): Promise<Response> {
  for (let retries = 0; ; retries++) {
    // A request can be sent once only, because its body is a stream.
    const attempt = request.clone();
    if (token !== null) attempt.headers.set('authorization', `Bearer ${token}`);
    const response = await send(attempt);
    if (!LATER.includes(response.status) || retries === MOST_RETRIES) return response;
    await sleep(waitSeconds(response) * 1_000);
  }
}

function waitSeconds(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 1);
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_SECONDS, Math.max(0, seconds)) : 1;
}
