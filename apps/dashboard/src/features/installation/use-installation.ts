import { useQuery } from '@tanstack/vue-query';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';

/** The licence, which the user's own account is asked for: that is the root account, for whoever may see it. */
export function useLicence() {
  const api = useApi();
  return useQuery({
    queryKey: keys.licence,
    queryFn: () => answerOf(api.GET('/v1/{account}/licence', { params: { path: { account: '_' } } })),
  });
}

/** The version that runs, and whether its parts work. */
export function useHealth() {
  const api = useApi();
  return useQuery({ queryKey: keys.health, queryFn: () => answerOf(api.GET('/health')) });
}
