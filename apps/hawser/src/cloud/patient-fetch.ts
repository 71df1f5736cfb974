import { setTimeout as sleep } from 'node:timers/promises';
import type { Fetch } from '@hawser/api-client';
import { CloudError } from './cloud-error.ts';

const MOST_RETRIES = 5;
const LONGEST_WAIT_SECONDS = 60;
/** Statuses that say when to ask again. */
const LATER: readonly number[] = [429, 503];

/** Sends requests and waits when the cloud asks to, a bounded number of times. */
export function createPatientFetch(send: Fetch = reach): Fetch {
  return async (request) => {
    for (let retries = 0; ; retries++) {
      // A request can be sent once only, because its body is a stream.
      const response = await send(request.clone());
      if (!LATER.includes(response.status) || retries === MOST_RETRIES) return response;
      await sleep(waitSeconds(response) * 1_000);
    }
  };
}

function waitSeconds(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 1);
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_SECONDS, Math.max(0, seconds)) : 1;
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new CloudError('unreachable', `${new URL(request.url).origin} cannot be reached: ${why}`, { cause: error });
  }
}
