import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { answerOf, useApi } from '../../services/api/client.ts';
import { keys } from '../../services/api/query-keys.ts';

/** What a user shows again before their second factor is changed: the present password, or a code. */
export interface Proof {
  readonly password?: string;
  readonly code?: string;
}

/** Whether the user has a second factor, and whether they need one. */
export function useSecondFactor() {
  const api = useApi();
  return useQuery({ queryKey: keys.secondFactor, queryFn: () => answerOf(api.GET('/v1/me/totp')) });
}

/** Begins to set up the second factor; the answer has the only copy of the secret. */
export function useEnrol() {
  const api = useApi();
  return useMutation({ mutationFn: () => answerOf(api.POST('/v1/me/totp')), gcTime: 0 });
}

/** Turns the second factor on with a first code; the answer has the only copy of the recovery codes. */
export function useConfirmEnrolment() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (code: string) =>
      (await answerOf(api.POST('/v1/me/totp/confirm', { body: { code } }))).recovery_codes,
    gcTime: 0,
    onSuccess: () => refresh(keys.secondFactor),
  });
}

/** Replaces the recovery codes. */
export function useRenewRecoveryCodes() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (body: Proof) =>
      (await answerOf(api.POST('/v1/me/totp/recovery-codes', { body }))).recovery_codes,
    gcTime: 0,
    onSuccess: () => refresh(keys.secondFactor),
  });
}

/** Turns the second factor off. */
export function useRemoveSecondFactor() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Proof) => answerOf(api.DELETE('/v1/me/totp', { body })),
    onSuccess: () => Promise.all([refresh(keys.secondFactor), refresh(keys.trustedBrowsers)]),
  });
}

/** Changes the password; the other sessions end. */
export function useChangePassword() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      answerOf(api.POST('/v1/me/password', { body })),
    gcTime: 0,
    onSuccess: () => refresh(keys.ownSessions),
  });
}

/** Where the user is signed in. */
export function useOwnSessions() {
  const api = useApi();
  return useQuery({
    queryKey: keys.ownSessions,
    queryFn: async () => (await answerOf(api.GET('/v1/me/sessions'))).items,
  });
}

export function useEndSession() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (session: string) =>
      answerOf(api.DELETE('/v1/me/sessions/{session}', { params: { path: { session } } })),
    onSettled: () => refresh(keys.ownSessions),
  });
}

/** The browsers that are not asked for the second factor. */
export function useTrustedBrowsers() {
  const api = useApi();
  return useQuery({
    queryKey: keys.trustedBrowsers,
    queryFn: async () => (await answerOf(api.GET('/v1/me/trusted-browsers'))).items,
  });
}

export function useForgetBrowser() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (browser: string) =>
      answerOf(api.DELETE('/v1/me/trusted-browsers/{browser}', { params: { path: { browser } } })),
    onSettled: () => refresh(keys.trustedBrowsers),
  });
}

function useRefresh() {
  const cache = useQueryClient();
  return (queryKey: readonly string[]) => cache.invalidateQueries({ queryKey });
}
