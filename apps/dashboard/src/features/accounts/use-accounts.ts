import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { toProblem } from '../../services/api/problem.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Account } from '../../services/api/types.ts';
import { useSessionStore } from '../../services/session/session-store.ts';

/** Most children of one account that the switcher offers. */
const MOST_CHILDREN = 1_000;

/**
 * The accounts that the switcher offers: the user's own, its children, the account being looked at, however deep it is, and
 * its children.
 */
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
  const shown = useAccountItself(current);
  const accounts = computed(() => {
    const all = [session.me?.account, shown.data.value, ...(own.data.value ?? []), ...(below.data.value ?? [])];
    const known = new Map(all.flatMap((account) => (account ? [[account.name, account] as const] : [])));
    return [...known.values()].sort((a, b) => a.path.localeCompare(b.path));
  });
  return { accounts };
}

/** The account that is looked at; null for somebody who may not look at accounts. */
export function useAccountItself(account: () => string) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.account(account())),
    queryFn: () =>
      nullWhenForbidden(() => answerOf(api.GET('/v1/{account}', { params: { path: { account: account() } } }))),
    staleTime: 60_000,
  });
}

/**
 * The child accounts of an account, as far as the switcher can show them; none for somebody who may not look at
 * accounts, such as a user of one fleet.
 */
export async function childrenOf(api: ReturnType<typeof useApi>, account: string): Promise<Account[]> {
  const params = { path: { account }, query: { limit: MOST_CHILDREN } };
  const page = await nullWhenForbidden(() => answerOf(api.GET('/v1/{account}/accounts', { params })));
  return page?.items ?? [];
}

async function nullWhenForbidden<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (toProblem(error).status === 403) return null;
    throw error;
  }
}
