import { useQuery } from '@tanstack/vue-query';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';

/** How one can sign in, besides e-mail and password. */
export function useSignInMethods() {
  const api = useApi();
  return useQuery({ queryKey: keys.signInMethods, queryFn: () => answerOf(api.GET('/v1/auth/methods')) });
}
