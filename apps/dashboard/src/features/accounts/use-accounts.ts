import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { toProblem } from '../../services/api/problem.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Account } from '../../services/api/types.ts';
import { useSessionStore } from '../../services/session/session-store.ts';

/** Most children of one account that the switcher offers. */
const MOST_CHILDREN = 1_000;

/** The accounts that the switcher offers: the user's own, its children, and those of the account being looked at. */
export function useAccounts(current: () => string) {
  const api = useApi();
  const session = useSessionStore();

  function useChildren(account: () => string) {
    return useQuery({
      queryKey: computed(() => keys.accounts(account())),
      queryFn: () => childrenOf(api, account()),
      staleTime: 60_000,
    });
  }

  const own = useChildren(() => '_');
  const below = useChildren(current);
  const accounts = computed(() => {
    const all = [session.me?.account, ...(own.data.value ?? []), ...(below.data.value ?? [])];
    const known = new Map(all.flatMap((account) => (account === undefined ? [] : [[account.name, account] as const])));
    return [...known.values()].sort((a, b) => a.path.localeCompare(b.path));
  });
  return { accounts };
}

/**
 * The child accounts of an account, as far as the switcher can show them; none for somebody who may not look at
 * accounts, such as a user of one fleet.
 */
export async function childrenOf(api: ReturnType<typeof useApi>, account: string): Promise<Account[]> {
  const params = { path: { account }, query: { limit: MOST_CHILDREN } };
  try {
    return (await answerOf(api.GET('/v1/{account}/accounts', { params }))).items;
  } catch (error) {
    if (toProblem(error).status === 403) return [];
    throw error;
  }
}
