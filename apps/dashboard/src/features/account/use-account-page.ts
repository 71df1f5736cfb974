import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { SECOND_MS } from '../../lib/time.ts';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Limit, SettingsChange } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useListPage } from '../../services/api/use-list.ts';
import type { accountChange, newAccount } from './child-form.ts';
import type { limitChanges } from './limit-form.ts';

/** What is used changes as agents send. */
const USE_REFRESH_MS = 15 * SECOND_MS;
const DELETION_REFRESH_MS = 2 * SECOND_MS;

/** What an account may use, and what it uses. */
export function useLimits(account: Ref<string>) {
  return useQuery({ ...useLimitsQuery(account), refetchInterval: USE_REFRESH_MS });
}

/** The limits that an account is near, or has reached, kept up to date while there are any; null while they are not known. */
export function useLimitsInSight(account: Ref<string>, mayRead: Ref<boolean>) {
  const { data } = useQuery({
    ...useLimitsQuery(account),
    enabled: mayRead,
    // That one is come near to is told by the live channel; that it is over, only the server knows.
    refetchInterval: ({ state }: { state: { data?: readonly Limit[] } }) =>
      inSight(state.data ?? []).length > 0 ? USE_REFRESH_MS : (false as const),
  });
  return computed(() => (data.value === undefined ? null : inSight(data.value)));
}

function inSight(limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(({ level }) => level !== 'within');
}

function useLimitsQuery(account: Ref<string>) {
  const api = useApi();
  return {
    queryKey: computed(() => keys.limits(account.value)),
    queryFn: async () =>
      (await answerOf(api.GET('/v1/{account}/limits', { params: { path: { account: account.value } } }))).items,
  };
}

/** Reads the limits anew, with the tag that a change is based on. */
export function useReadLimits(account: Ref<string>) {
  const api = useApi();
  return () => taggedAnswerOf(api.GET('/v1/{account}/limits', { params: { path: { account: account.value } } }));
}

/** Changes the limits of the root account; those of any other account are changed in the account above it. */
export function useUpdateLimits(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ body, etag }: { body: ReturnType<typeof limitChanges>; etag: string }) => {
      const params = { path: { account: account.value }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/limits', { params, body }));
    },
    () => [keys.limits(account.value)],
  );
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
