import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { SECOND_MS } from '../../lib/time.ts';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';

const PAGE_SIZE = 50;
/** Presence of a whole page is asked for: the live channel would send every reading of its agents along with it. */
const REFRESH_MS = 5 * SECOND_MS;

export interface NewAgent {
  readonly name: string;
  readonly description?: string;
  readonly tags?: string[];
}

/** One page of the agents whose name contains the search text. */
export function useAgentPage(account: Ref<string>, search: Ref<string>, cursor: Ref<string | null>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.agentPage(account.value, search.value, cursor.value)),
    queryFn: () => {
      const query = {
        limit: PAGE_SIZE,
        ...(search.value === '' ? {} : { search: search.value }),
        ...(cursor.value === null ? {} : { cursor: cursor.value }),
      };
      return answerOf(api.GET('/v1/{account}/agents', { params: { path: { account: account.value }, query } }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/** Creates an agent; the answer has the only copy of its password. */
export function useCreateAgent(account: Ref<string>) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewAgent) =>
      answerOf(api.POST('/v1/{account}/agents', { params: { path: { account: account.value } }, body })),
    // The answer is a secret: it must not outlive the dialog that shows it.
    gcTime: 0,
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.agents(account.value) }),
  });
}

/** Deletes an agent and its readings. */
export function useDeleteAgent(account: Ref<string>) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (agent: string) =>
      answerOf(api.DELETE('/v1/{account}/agents/{agent}', { params: { path: { account: account.value, agent } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.agents(account.value) }),
  });
}
