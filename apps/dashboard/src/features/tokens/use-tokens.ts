import type { Ref } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Permission } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useListPage } from '../../services/api/use-list.ts';

export interface TokenRequest {
  readonly name: string;
  readonly permissions: Permission[];
  readonly expires_in_days: number;
}

/** One page of the API tokens of the account. */
export function useTokenPage(account: Ref<string>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => keys.tokens(account.value),
    cursor,
    (query) => answerOf(api.GET('/v1/{account}/tokens', { params: { path: { account: account.value }, query } })),
  );
}

/** Creates an API token; the answer has its only copy. */
export function useCreateToken(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: TokenRequest) =>
      answerOf(api.POST('/v1/{account}/tokens', { params: { path: { account: account.value } }, body })),
    () => [keys.tokens(account.value)],
  );
}

/** Revokes an API token, at once. */
export function useRevokeToken(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (token: string) =>
      answerOf(api.DELETE('/v1/{account}/tokens/{token}', { params: { path: { account: account.value, token } } })),
    () => [keys.tokens(account.value)],
  );
}
