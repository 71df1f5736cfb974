import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { MINUTE_MS } from '../../lib/time.ts';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Agent } from '../../services/api/types.ts';
import { useEdited } from '../../services/api/use-edited.ts';
import type { LatestValue } from '../../services/live/latest-value.ts';

/** Most series whose newest values are asked for. */
const MOST_SERIES = 1_000;
/** Live news keeps both fresh; asking again now and then brings what the live channel does not tell. */
const REFRESH_MS = MINUTE_MS;

export interface AgentChange {
  readonly description?: string;
  readonly tags?: string[];
  readonly disabled?: boolean;
}

/** One agent, kept fresh by live presence. */
export function useAgent(account: Ref<string>, agent: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.agent(account.value, agent.value)),
    queryFn: () =>
      answerOf(
        api.GET('/v1/{account}/agents/{agent}', {
          params: { path: { account: account.value, agent: agent.value } },
        }),
      ),
    refetchInterval: REFRESH_MS,
  });
}

/** The newest value of each series of an agent, kept fresh by live readings. */
export function useLatest(account: Ref<string>, agent: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.latest(account.value, agent.value)),
    queryFn: async (): Promise<readonly LatestValue[]> => {
      const params = { path: { account: account.value }, query: { agent: agent.value, limit: MOST_SERIES } };
      return (await answerOf(api.GET('/v1/{account}/latest', { params }))).items;
    },
    refetchInterval: REFRESH_MS,
    // Up to a thousand values several times a second: they are replaced, never changed in place.
    shallow: true,
  });
}

/** An agent as a form edits it. */
export function useEditedAgent(account: Ref<string>, agent: string, fill: (agent: Agent) => void) {
  const api = useApi();
  const path = { account: account.value, agent };
  return useEdited(() => taggedAnswerOf(api.GET('/v1/{account}/agents/{agent}', { params: { path } })), fill);
}

/** Changes what is known about an agent, unless somebody did since it was read; disabling it ends its connection. */
export function useUpdateAgent(account: Ref<string>) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ agent, etag, change }: { agent: string; etag: string; change: AgentChange }) =>
      answerOf(
        api.PATCH('/v1/{account}/agents/{agent}', {
          params: { path: { account: account.value, agent }, header: { 'if-match': etag } },
          body: change,
        }),
      ),
    onSuccess: (agent: Agent) => {
      cache.setQueryData(keys.agent(account.value, agent.name), agent);
      return cache.invalidateQueries({ queryKey: keys.agents(account.value) });
    },
  });
}

/** Issues new credentials; the answer has the only copy of the password. */
export function useIssueCredentials(account: Ref<string>) {
  const api = useApi();
  return useMutation({
    mutationFn: (agent: string) =>
      answerOf(
        api.POST('/v1/{account}/agents/{agent}/credentials', {
          params: { path: { account: account.value, agent } },
        }),
      ),
    gcTime: 0,
  });
}
