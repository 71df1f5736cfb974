import { computed, type Ref } from 'vue';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { Permission, Role } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useEdited } from '../../services/api/use-edited.ts';
import { useChoices, useListPage } from '../../services/api/use-list.ts';

export interface RoleChange {
  readonly description: string;
  readonly permissions: Permission[];
}

function useRoleList(account: Ref<string>) {
  const api = useApi();
  return (query: { limit: number; cursor?: string }) =>
    answerOf(api.GET('/v1/{account}/roles', { params: { path: { account: account.value }, query } }));
}

/** One page of the roles of the account, the built-in ones first. */
export function useRolePage(account: Ref<string>, cursor: Ref<string | null>) {
  return useListPage(() => keys.roles(account.value), cursor, useRoleList(account));
}

/** The roles that can be granted to users of the account. */
export function useRoleChoices(account: Ref<string>) {
  return useChoices(() => keys.roles(account.value), useRoleList(account));
}

/** All permissions that exist: administrators have them. */
export function useCatalogue(account: Ref<string>) {
  const { data } = useRoleChoices(account);
  return computed(() => data.value?.items.find((role) => role.built_in && role.name === 'admin')?.permissions ?? []);
}

/** Creates a role. */
export function useCreateRole(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: RoleChange & { name: string }) =>
      answerOf(api.POST('/v1/{account}/roles', { params: { path: { account: account.value } }, body })),
    () => [keys.roles(account.value)],
  );
}

/** A role as a form edits it. */
export function useEditedRole(account: Ref<string>, role: string, fill: (role: Role) => void) {
  const api = useApi();
  const path = { account: account.value, role };
  return useEdited(() => taggedAnswerOf(api.GET('/v1/{account}/roles/{role}', { params: { path } })), fill);
}

/** Changes a role, unless somebody did since it was read. */
export function useUpdateRole(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ role, etag, change }: { role: string; etag: string; change: RoleChange }) => {
      const params = { path: { account: account.value, role }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/roles/{role}', { params, body: change }));
    },
    () => [keys.roles(account.value)],
  );
}

/** Deletes a role that nobody has. */
export function useDeleteRole(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (role: string) =>
      answerOf(api.DELETE('/v1/{account}/roles/{role}', { params: { path: { account: account.value, role } } })),
    () => [keys.roles(account.value)],
  );
}
