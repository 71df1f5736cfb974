import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { SECOND_MS } from '../../lib/time.ts';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Reason } from './reasons.ts';

const PAGE_SIZE = 50;
const REFRESH_MS = 10 * SECOND_MS;

export interface LetterFilter {
  readonly agent: string | null;
  readonly reason: Reason | null;
}

/** One page of the dead letters that a filter lets through, newest first. */
export function useDeadLetterPage(account: Ref<string>, filter: Ref<LetterFilter>, cursor: Ref<string | null>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() =>
      keys.deadLetterPage(account.value, filter.value.agent ?? '', filter.value.reason ?? '', cursor.value),
    ),
    queryFn: () => {
      const { agent, reason } = filter.value;
      const query = {
        limit: PAGE_SIZE,
        ...(agent === null ? {} : { agent }),
        ...(reason === null ? {} : { reason }),
        ...(cursor.value === null ? {} : { cursor: cursor.value }),
      };
      return answerOf(api.GET('/v1/{account}/dead-letters', { params: { path: { account: account.value }, query } }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/**
 * One dead letter with its bytes, and what can be done with it.
 * @param isAwaited tells whether it may change or go at any moment, so that it is asked for again every second
 */
export function useDeadLetter(account: Ref<string>, id: Ref<string>, isAwaited: () => boolean) {
  const api = useApi();
  const cache = useQueryClient();
  const params = () => ({ path: { account: account.value, id: id.value } });
  const forgetLists = () => cache.invalidateQueries({ queryKey: keys.deadLetters(account.value), refetchType: 'none' });

  const letter = useQuery({
    queryKey: computed(() => keys.deadLetter(account.value, id.value)),
    queryFn: () => answerOf(api.GET('/v1/{account}/dead-letters/{id}', { params: params() })),
    refetchInterval: ({ state }) => (isAwaited() && state.error === null ? SECOND_MS : false),
  });
  const replay = useMutation({
    mutationFn: () => answerOf(api.POST('/v1/{account}/dead-letters/{id}/replay', { params: params() })),
    onSuccess: forgetLists,
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/{account}/dead-letters/{id}', { params: params() })),
    onSuccess: forgetLists,
  });
  return { letter, replay, remove };
}
