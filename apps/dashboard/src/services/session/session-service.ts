import type { Pinia } from 'pinia';
import { type InjectionKey, inject } from 'vue';
import { type ApiClient, answerOf, COOKIE_SESSION } from '../api/client.ts';
import { toProblem } from '../api/problem.ts';
import { useSessionStore } from './session-store.ts';
import type { FreshToken, TokenKeeper } from './token-keeper.ts';

export interface SetupForm {
  readonly token: string;
  readonly email: string;
  readonly password: string;
  readonly account: string;
}

/** The second half of a sign-in: a code of the authenticator app, or a recovery code. */
export interface SecondFactorForm {
  readonly challenge: string;
  readonly code?: string;
  readonly recovery_code?: string;
  readonly trust_browser: boolean;
}

export interface InvitationForm {
  readonly token: string;
  readonly name: string;
  readonly password: string;
}

export interface SessionService {
  /** Tries the refresh cookie of an earlier visit, once. Rejects when the server cannot be reached. */
  restore(): Promise<void>;
  /** @returns null when signed in, else the challenge with which `giveSecondFactor` goes on */
  signIn(email: string, password: string): Promise<string | null>;
  giveSecondFactor(form: SecondFactorForm): Promise<void>;
  /** Signs in with the token of a one-time link. */
  signInOnce(token: string): Promise<void>;
  /** Makes the first administrator and signs them in. */
  setUp(form: SetupForm): Promise<void>;
  /** Becomes a user by an invitation and signs in. */
  acceptInvitation(form: InvitationForm): Promise<void>;
  /** Asks again who is signed in, after something about them changed. */
  reload(): Promise<void>;
  /** Tells whether set-up is still to be done. */
  needsSetup(): Promise<boolean>;
  /**
   * Ends the session here and on the server; here in any case.
   *
   * @returns where to go to end it at the identity provider as well; null when there is no such place
   */
  signOut(): Promise<string | null>;
  /** Ends every session of the user, this one too. Rejects, and ends none, when the server cannot be told. */
  signOutEverywhere(): Promise<void>;
}

export interface SessionDeps {
  readonly api: ApiClient;
  readonly keeper: TokenKeeper;
  readonly pinia: Pinia;
}

export const SESSION: InjectionKey<SessionService> = Symbol('session');

/** The session service of the running dashboard. */
export function useSession(): SessionService {
  const session = inject(SESSION);
  if (session === undefined) throw new Error('the session service is provided by the program');
  return session;
}

/** Signs in and out; the refresh token lives in an HttpOnly cookie that no script can read. */
export function createSessionService({ api, keeper, pinia }: SessionDeps): SessionService {
  const store = useSessionStore(pinia);
  const params = { header: COOKIE_SESSION };

  async function begin(token: FreshToken): Promise<void> {
    keeper.accept(token);
    await loadMe();
  }

  async function loadMe(): Promise<void> {
    const [me, secondFactor] = await Promise.all([answerOf(api.GET('/v1/me')), answerOf(api.GET('/v1/me/totp'))]);
    store.signedIn(me, secondFactor.due);
  }

  function end(): void {
    keeper.forget();
    store.signedOut();
  }

  return {
    async restore() {
      if (store.state !== 'unknown') return;
      if ((await keeper.token()) === null) store.signedOut();
      else await loadMe();
    },
    async signIn(email, password) {
      try {
        await begin(await answerOf(api.POST('/v1/auth/login', { params, body: { email, password } })));
        return null;
      } catch (error) {
        const { code, challenge } = toProblem(error);
        if (code === 'second-factor-required' && challenge !== undefined) return challenge;
        throw error;
      }
    },
    async giveSecondFactor(form) {
      await begin(await answerOf(api.POST('/v1/auth/second-factor', { params, body: form })));
    },
    async signInOnce(token) {
      await begin(await answerOf(api.POST('/v1/auth/one-time', { params, body: { token } })));
    },
    async setUp(form) {
      await begin(await answerOf(api.POST('/v1/setup', { params, body: form })));
    },
    async acceptInvitation(form) {
      await begin(await answerOf(api.POST('/v1/auth/invitations/accept', { params, body: form })));
    },
    reload: loadMe,
    async needsSetup() {
      return (await answerOf(api.GET('/v1/setup'))).required;
    },
    async signOut() {
      try {
        return (await answerOf(api.POST('/v1/auth/oidc/logout'))).end_session_url;
      } finally {
        end();
      }
    },
    async signOutEverywhere() {
      await answerOf(api.POST('/v1/me/sign-out-everywhere'));
      end();
    },
  };
}
