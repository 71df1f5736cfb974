import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { DAY_MS, MINUTE_MS } from '../../lib/time.ts';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';

const MOST_COUNTED = 1_000;
const RECENT_LETTERS = 5;
const REFRESH_MS = 10_000;

/** How many agents the account has, of up to a thousand. */
export function useAgentTotals(account: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.agentTotals(account.value)),
    queryFn: () =>
      answerOf(
        api.GET('/v1/{account}/agents', {
          params: { path: { account: account.value }, query: { limit: MOST_COUNTED } },
        }),
      ),
    refetchInterval: 30_000,
  });
}

/** What became of everything received in the last 24 hours. */
export function useDayLedger(account: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.ledger(account.value)),
    queryFn: () => {
      // Whole minutes: the server counts by the minute.
      const from = Math.floor((Date.now() - DAY_MS) / MINUTE_MS) * MINUTE_MS;
      const query = { from: String(from) };
      return answerOf(api.GET('/v1/{account}/ledger', { params: { path: { account: account.value }, query } }));
    },
    refetchInterval: REFRESH_MS,
  });
}

/** The newest dead letters, for a glance. */
export function useRecentDeadLetters(account: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => [...keys.deadLetters(account.value), 'recent']),
    queryFn: () =>
      answerOf(
        api.GET('/v1/{account}/dead-letters', {
          params: { path: { account: account.value }, query: { limit: RECENT_LETTERS } },
        }),
      ),
    refetchInterval: REFRESH_MS,
  });
}
