import { QueryClient } from '@tanstack/vue-query';
import { toProblem } from './problem.ts';

const MOST_RETRIES = 2;

/** Only what may pass by itself is tried again; a refusal stays one. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < MOST_RETRIES && toProblem(error).isPassing;
}

/** The cache of everything that came from the server. Live news keeps it fresh, so it is not asked again on focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 5_000, gcTime: 5 * 60_000, refetchOnWindowFocus: false },
    },
  });
}
