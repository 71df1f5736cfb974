import type { Ref } from 'vue';
import { answerOf, taggedAnswerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { GrantInput, User } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useEdited } from '../../services/api/use-edited.ts';
import { useListPage } from '../../services/api/use-list.ts';
import type { UserChange } from './user-change.ts';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly grants: GrantInput[];
}

/** Which users a list shows, by their second factor. */
export type FactorFilter = 'all' | 'with' | 'without';

/** One page of the users of the account. */
export function useUserPage(account: Ref<string>, filter: Ref<FactorFilter>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => [...keys.users(account.value), filter.value],
    cursor,
    (page) => {
      const query = { ...page, ...(filter.value === 'all' ? {} : { second_factor: filter.value === 'with' }) };
      return answerOf(api.GET('/v1/{account}/users', { params: { path: { account: account.value }, query } }));
    },
  );
}

/** Creates a user with a password that somebody tells them. */
export function useCreateUser(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: NewUser) =>
      answerOf(api.POST('/v1/{account}/users', { params: { path: { account: account.value } }, body })),
    () => [keys.users(account.value)],
  );
}

/** A user as a form edits them. */
export function useEditedUser(account: Ref<string>, user: string, fill: (user: User) => void) {
  const api = useApi();
  const path = { account: account.value, user };
  return useEdited(() => taggedAnswerOf(api.GET('/v1/{account}/users/{user}', { params: { path } })), fill);
}

/** Changes a user, unless somebody did since they were read. */
export function useUpdateUser(account: Ref<string>) {
  const api = useApi();
  return useChange(
    ({ user, etag, change }: { user: string; etag: string; change: UserChange }) => {
      const params = { path: { account: account.value, user }, header: { 'if-match': etag } };
      return answerOf(api.PATCH('/v1/{account}/users/{user}', { params, body: change }));
    },
    () => [keys.users(account.value), keys.me],
  );
}

/** Deletes a user with their sessions and API tokens. */
export function useDeleteUser(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (user: string) =>
      answerOf(api.DELETE('/v1/{account}/users/{user}', { params: { path: { account: account.value, user } } })),
    () => [keys.users(account.value), keys.tokens(account.value), keys.me],
  );
}
