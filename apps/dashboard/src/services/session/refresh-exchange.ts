import { type ApiClient, answerOf, COOKIE_SESSION } from '../api/client.ts';
import { toProblem } from '../api/problem.ts';
import { exclusive } from './exclusive.ts';
import type { FreshToken } from './token-keeper.ts';

/**
 * Exchanges the refresh cookie for an access token; null when there is no session any more.
 * @param api a client that does not sign its requests
 */
export function createRefreshExchange(api: ApiClient): () => Promise<FreshToken | null> {
  return () => exclusive('hawser-session', exchange);

  async function exchange(): Promise<FreshToken | null> {
    try {
      return await answerOf(api.POST('/v1/auth/refresh', { params: { header: COOKIE_SESSION }, body: {} }));
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status === 401 || problem.code === 'setup-required') return null;
      throw problem;
    }
  }
}
