import rateLimit from '@fastify/rate-limit';
import { Problem } from '@hawser/core';
import { type ApiConfig, DEFAULT_RATE_LIMITS, type RateLimits } from '../config.ts';
import type { ApiApp } from '../http/api-app.ts';
import type { RateCounter } from '../rate-limits/rate-counter.ts';
import { principalOf, type Session } from '../sessions/session.ts';

const WINDOW_MS = 60_000;

type Config = Pick<ApiConfig, 'rateLimits'>;

/** Limits the requests of each address, on every route that does not say otherwise. */
export async function addAddressRateLimit(app: ApiApp, config: Config, counter: RateCounter): Promise<void> {
  await app.register(rateLimit, {
    max: limitsOf(config).requestsPerMinute,
    timeWindow: WINDOW_MS,
    store: storeOn(counter),
    errorResponseBuilder: (_request, { ttl }) => tooManyRequests('this address', ttl),
  });
}

/**
 * Counts a request of whoever is signed in, from whatever addresses it comes.
 *
 * @throws Problem `too-many-requests`
 */
export function createPrincipalRateLimit(config: Config, counter: RateCounter): (session: Session) => Promise<void> {
  const { requestsPerMinute } = limitsOf(config);
  return async (session) => {
    const { count, msLeft } = await counter.hit(`principal ${principalOf(session)}`, WINDOW_MS);
    if (count > requestsPerMinute) throw tooManyRequests('this user or API token', msLeft);
  };
}

function limitsOf({ rateLimits }: Config): RateLimits {
  return rateLimits ?? DEFAULT_RATE_LIMITS;
}

/** What the plugin passes with the options of a route; its types leave it out (@fastify/rate-limit 11.2). */
interface RouteInfo {
  readonly method: string | readonly string[];
  readonly url: string;
}

type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void;

/** The counter in the form in which the plugin asks for it: a class, with a child for each route that has its own limit. */
function storeOn(counter: RateCounter) {
  return class Store {
    readonly #prefix: string;

    constructor(_options: object, prefix = 'address') {
      this.#prefix = prefix;
    }

    incr(address: string, answer: Answer, windowMs: number): void {
      counter.hit(`${this.#prefix} ${address}`, windowMs).then(
        ({ count, msLeft }) => answer(null, { current: count, ttl: msLeft }),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    }

    child(options: object): Store {
      const { routeInfo } = options as { readonly routeInfo: RouteInfo };
      return new Store({}, `address ${routeInfo.method} ${routeInfo.url}`);
    }
  };
}

function tooManyRequests(who: string, waitMs: number): Problem {
  return new Problem('too-many-requests', `Too many requests from ${who}.`, {
    hint: 'Wait, then go on more slowly.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}
