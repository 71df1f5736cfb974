import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import { useSessionStore } from '../../services/session/session-store.ts';

/** Whether the user looks after the installation: whoever may read the licence in the root account. */
export function useIsInstaller() {
  const store = useSessionStore();
  return computed(() => store.me?.account.parent_id === null && store.me.permissions.includes('licence:read'));
}

export function useLicence() {
  const api = useApi();
  return useQuery({ queryKey: keys.licence, queryFn: () => answerOf(api.GET('/v1/licence')) });
}

/** The version that runs, and whether its parts work. */
export function useHealth() {
  const api = useApi();
  return useQuery({ queryKey: keys.health, queryFn: () => answerOf(api.GET('/health')) });
}
