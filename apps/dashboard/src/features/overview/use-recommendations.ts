import { useQuery } from '@tanstack/vue-query';
import { useStorage } from '@vueuse/core';
import { computed } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Me } from '../../services/api/types.ts';

export type Recommendation = Me['recommendations'][number];

/** What an administrator of the root account should do, without what they waved away in this browser. */
export function useRecommendations() {
  const api = useApi();
  const dismissed = useStorage<Recommendation[]>('hawser.dismissed-recommendations', []);
  const { data } = useQuery({ queryKey: keys.me, queryFn: () => answerOf(api.GET('/v1/me')) });
  const account = computed(() => data.value?.account.name ?? '_');
  const shown = computed(() => data.value?.recommendations.filter((each) => !dismissed.value.includes(each)) ?? []);

  function dismiss(): void {
    dismissed.value = [...new Set([...dismissed.value, ...shown.value])];
  }

  return { account, shown, dismiss };
}
