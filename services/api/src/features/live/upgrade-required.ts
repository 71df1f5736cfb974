import { Problem } from '@hawser/core';

/** Answers a plain request to `/v1/live`. */
export async function upgradeRequired(): Promise<never> {
  throw new Problem('bad-request', 'This address speaks WebSocket only.', {
    hint: 'Connect with a WebSocket client; the API documentation describes the messages.',
  });
}
