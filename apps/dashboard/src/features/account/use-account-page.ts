import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { SECOND_MS } from '../../lib/time.ts';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { SettingsChange } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useListPage } from '../../services/api/use-list.ts';
import type { accountChange, newAccount } from './child-form.ts';

/** What is used changes as agents send. */
const USE_REFRESH_MS = 15 * SECOND_MS;
const DELETION_REFRESH_MS = 2 * SECOND_MS;

/** What an account may use, and what it uses. */
export function useLimits(account: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.limits(account.value)),
    queryFn: async () =>
      (await answerOf(api.GET('/v1/{account}/limits', { params: { path: { account: account.value } } }))).items,
    refetchInterval: USE_REFRESH_MS,
  });
}

/** The settings that hold in an account. */
export function useSettings(account: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.settings(account.value)),
    queryFn: async () =>
      (await answerOf(api.GET('/v1/{account}/settings', { params: { path: { account: account.value } } }))).items,
  });
}

/** Reads the settings anew, with the tag that a change is based on. */
export function useReadSettings(account: Ref<string>) {
  const api = useApi();
  return () => taggedAnswerOf(api.GET('/v1/{account}/settings', { params: { path: { account: account.value } } }));
}

/** Changes settings that are still as they were read. */
export function useUpdateSettings(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ body, etag }: { body: SettingsChange; etag: string }) => {
      const params = { path: { account: account.value }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/settings', { params, body }));
    },
    () => [keys.settings(account.value), keys.secondFactor],
  );
}

/** One page of the accounts directly below. */
export function useChildPage(account: Ref<string>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => keys.accounts(account.value),
    cursor,
    (query) => answerOf(api.GET('/v1/{account}/accounts', { params: { path: { account: account.value }, query } })),
  );
}

export function useCreateChild(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: ReturnType<typeof newAccount>) =>
      answerOf(api.POST('/v1/{account}/accounts', { params: { path: { account: account.value } }, body })),
    () => staleAfter(account.value),
  );
}

/** Reads a child anew, with the tag that a change is based on. */
export function useReadChild(account: Ref<string>) {
  const api = useApi();
  return (child: string) =>
    taggedAnswerOf(api.GET('/v1/{account}/accounts/{child}', { params: { path: { account: account.value, child } } }));
}

interface ChildChange {
  readonly child: string;
  readonly body: ReturnType<typeof accountChange>;
  readonly etag: string;
}

/** Changes a child that is still as it was read. */
export function useUpdateChild(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ child, body, etag }: ChildChange) => {
      const params = { path: { account: account.value, child }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/accounts/{child}', { params, body }));
    },
    () => staleAfter(account.value),
  );
}

/** Deletes a child; one with data is deleted by a job, which {@link useDeletion} follows. */
export function useDeleteChild(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (child: string) => {
      const params = { path: { account: account.value, child } };
      return answerOf(api.DELETE('/v1/{account}/accounts/{child}', { params, body: { confirm: child } }));
    },
    () => staleAfter(account.value),
  );
}

/** How far the deletion of a child is, asked for until it is done. */
export function useDeletion(account: Ref<string>, child: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.deletion(account.value, child.value)),
    queryFn: () => {
      const params = { path: { account: account.value, child: child.value } };
      return answerOf(api.GET('/v1/{account}/accounts/{child}/deletion', { params }));
    },
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : DELETION_REFRESH_MS),
  });
}

/** A child counts among what its parent uses, and stands in the switcher of accounts. */
function staleAfter(account: string) {
  return [keys.accounts(account), keys.accounts('_'), keys.anyAccount, keys.limits(account)];
}
