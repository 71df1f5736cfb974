import type { Clock, UserId } from '@hawser/core';
import {
  type AccountRepository,
  createOneTimeTokenRepository,
  createSessionRepository,
  createSigningKeyRepository,
  type Database,
  type Invalidations,
  type StoredSession,
} from '@hawser/storage';
import type { ApiConfig } from '../config.ts';
import type { SecondFactor } from '../second-factor/second-factor.ts';
import { createAccessTokens } from './access-tokens.ts';
import type { Concerns } from './concerns.ts';
import { KnownSessions, type SessionState } from './known-sessions.ts';
import type { SecurityPolicy } from './security-policy.ts';
import type { Session } from './session.ts';
import { createSessionTokens, type SessionTokens } from './session-tokens.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

export interface SessionService extends SessionTokens {
  /**
   * Finds the session of an access token.
   *
   * @throws Problem `invalid-token` when it is not valid, or its session has ended
   */
  authenticate(accessToken: string): Promise<Session>;
  /**
   * Tells all processes that sessions have ended, in a transaction that is committed: from then on their tokens are worth
   * nothing.
   */
  tellEnded(families: readonly string[]): Promise<void>;
  /** The sessions of a user that have not ended, last used first. */
  listOf(userId: UserId): Promise<StoredSession[]>;
  /**
   * Calls back when sessions have ended or changed, in this process or another, with what tells whether a session may be
   * one of them: `stateOf` knows. Returns how to stop that.
   */
  onChange(listener: (concerns: Concerns) => void): () => void;
  /** Tells what became of a session that was found before. */
  stateOf(session: Session): Promise<SessionState>;
  /** Forgets sessions and tokens that have expired. */
  purgeExpired(): Promise<void>;
  readonly keys: SigningKeys;
}

export interface SessionServiceDeps {
  readonly db: Database;
  readonly accounts: AccountRepository;
  readonly secondFactor: Pick<SecondFactor, 'isOn'>;
  readonly securityPolicy: SecurityPolicy;
  readonly invalidations: Pick<Invalidations, 'publish' | 'subscribe'>;
  readonly clock: Clock;
}

type Lifetimes = Pick<ApiConfig, 'jwtAccessExpirySeconds' | 'jwtRefreshExpirySeconds' | 'signingKeyLifeSeconds'>;

const DEFAULT_SIGNING_KEY_LIFE_SECONDS = 30 * 86_400;

/** Puts together what begins sessions and what finds them. */
export function createSessionService(lifetimes: Lifetimes, deps: SessionServiceDeps): SessionService {
  const { db, clock, invalidations } = deps;
  const lives = {
    signingMs: (lifetimes.signingKeyLifeSeconds ?? DEFAULT_SIGNING_KEY_LIFE_SECONDS) * 1000,
    tokenMs: lifetimes.jwtAccessExpirySeconds * 1000,
  };
  const keys = createSigningKeys(lives, createSigningKeyRepository(db), clock);
  const accessTokens = createAccessTokens(keys, clock);
  const repository = createSessionRepository(db);
  const known = new KnownSessions({ ...deps, accessTokens });
  const tellEnded = async (families: readonly string[]): Promise<void> => {
    for (const family of families) await invalidations.publish({ type: 'session-ended', family });
  };
  const end = async (family: string): Promise<void> => {
    await repository.end(family);
    await tellEnded([family]);
  };
  return {
    ...createSessionTokens(lifetimes, { ...deps, accessTokens, end }),
    authenticate: (accessToken) => known.authenticate(accessToken),
    tellEnded,
    listOf: (userId) => repository.listOf(userId, clock()),
    onChange: (listener) => known.onChange(listener),
    stateOf: (session) => known.stateOf(session),
    async purgeExpired() {
      await repository.purgeExpired(clock());
      await createOneTimeTokenRepository(db).purgeExpired(clock());
    },
    keys,
  };
}
