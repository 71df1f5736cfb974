import type { Ref } from 'vue';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';
import { useChange } from '../../services/api/use-change.ts';

/** Makes a link with which a user chooses a new password; the answer has its only copy. */
export function useResetPassword(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (user: string) => {
      const params = { path: { account: account.value, user } };
      return answerOf(api.POST('/v1/{account}/users/{user}/password-reset', { params }));
    },
    () => [],
  );
}

/** Turns the second factor of a user off and ends their sessions. */
export function useResetSecondFactor(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (user: string) => {
      const params = { path: { account: account.value, user } };
      return answerOf(api.DELETE('/v1/{account}/users/{user}/totp', { params }));
    },
    () => [keys.users(account.value), keys.me],
  );
}

/** Lets a user try to sign in again at once. */
export function useLiftLockout(account: Ref<string>) {
  const api = useApi();
  return useChange(
    (user: string) => {
      const params = { path: { account: account.value, user } };
      return answerOf(api.DELETE('/v1/{account}/users/{user}/lockout', { params }));
    },
    () => [],
  );
}
