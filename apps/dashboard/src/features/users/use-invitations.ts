import type { Ref } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import type { GrantInput } from '../../services/api/types.ts';
import { useChange } from '../../services/api/use-change.ts';
import { useListPage } from '../../services/api/use-list.ts';

/** One page of the invitations that were not accepted yet. */
export function useInvitationPage(account: Ref<string>, cursor: Ref<string | null>) {
  const api = useApi();
  return useListPage(
    () => keys.invitations(account.value),
    cursor,
    (query) => answerOf(api.GET('/v1/{account}/invitations', { params: { path: { account: account.value }, query } })),
  );
}

/** Invites somebody; the answer has the only copy of the link. */
export function useInvite(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (body: { email: string; grants: GrantInput[] }) =>
      answerOf(api.POST('/v1/{account}/invitations', { params: { path: { account: account.value } }, body })),
    () => [keys.invitations(account.value)],
  );
}

/** Sends an invitation again with a new link. */
export function useResendInvitation(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (invitation: string) => {
      const params = { path: { account: account.value, invitation } };
      return answerOf(api.POST('/v1/{account}/invitations/{invitation}/resend', { params }));
    },
    () => [keys.invitations(account.value)],
  );
}

/** Makes the link of an invitation worthless. */
export function useRevokeInvitation(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (invitation: string) => {
      const params = { path: { account: account.value, invitation } };
      return answerOf(api.DELETE('/v1/{account}/invitations/{invitation}', { params }));
    },
    () => [keys.invitations(account.value)],
  );
}
