import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { OidcMapping } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useEdited } from '../../services/api/use-edited.ts';
import { useListPage } from '../../services/api/use-list.ts';

export interface NewMapping {
  readonly group: string;
  readonly role: string;
  readonly descendants: boolean;
}

/** One page of the groups that have a role in the account. */
export function useMappingPage(account: Ref<string>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => keys.oidcMappings(account.value),
    cursor,
    (query) =>
      answerOf(api.GET('/v1/{account}/oidc-mappings', { params: { path: { account: account.value }, query } })),
  );
}

/** Gives a group a role. */
export function useCreateMapping(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: NewMapping) =>
      answerOf(api.POST('/v1/{account}/oidc-mappings', { params: { path: { account: account.value } }, body })),
    () => [keys.oidcMappings(account.value)],
  );
}

/** A mapping as a form edits it. */
export function useEditedMapping(account: Ref<string>, mapping: string, fill: (mapping: OidcMapping) => void) {
  const api = useApi();
  const params = { path: { account: account.value, mapping } };
  return useEdited(() => taggedAnswerOf(api.GET('/v1/{account}/oidc-mappings/{mapping}', { params })), fill);
}

/** Changes a mapping, unless somebody did since it was read. */
export function useUpdateMapping(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ mapping, etag, change }: { mapping: string; etag: string; change: NewMapping }) => {
      const params = { path: { account: account.value, mapping }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/oidc-mappings/{mapping}', { params, body: change }));
    },
    () => [keys.oidcMappings(account.value)],
  );
}

/** Takes the role of a mapping away from its group. */
export function useRemoveMapping(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (mapping: string) => {
      const params = { path: { account: account.value, mapping } };
      return answerOf(api.DELETE('/v1/{account}/oidc-mappings/{mapping}', { params }));
    },
    () => [keys.oidcMappings(account.value)],
  );
}

/** How people of the identity provider become users of the account. */
export function useOidcPolicy(account: Ref<string>) {
  const api = useApi();
  return useQuery({
    queryKey: computed(() => keys.oidcPolicy(account.value)),
    queryFn: () => answerOf(api.GET('/v1/{account}/oidc-policy', { params: { path: { account: account.value } } })),
  });
}

/** Says whether people become the user who has their verified e-mail address. */
export function useSetLinking(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (isAllowed: boolean) => {
      const params = { path: { account: account.value } };
      return answerOf(api.PUT('/v1/{account}/oidc-policy', { params, body: { link_by_email: isAllowed } }));
    },
    () => [keys.oidcPolicy(account.value)],
  );
}
