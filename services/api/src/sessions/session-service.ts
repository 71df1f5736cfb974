import { randomUUID } from 'node:crypto';
import { type Clock, Problem, type UserId } from '@hawser/core';
import {
  type AccountRepository,
  createOneTimeTokenRepository,
  createSessionRepository,
  createSigningKeyRepository,
  createUserRepository,
  type Database,
  type Invalidation,
  type Invalidations,
  type SessionRepository,
  type User,
} from '@hawser/storage';
import type { ApiConfig } from '../config.ts';
import { hashSecret, newSecret } from '../http/secrets.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { Session } from './session.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

/** How long another process's sign-out or disable can go unnoticed when it could not tell this one. */
const SESSION_CACHE_MS = 5_000;
const MAX_CACHED_SESSIONS = 10_000;
/** How long the signature of an access token is not checked again; whether its session has ended always is. */
const VERIFIED_MS = 60_000;

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}

type VerifiedClaims = Awaited<ReturnType<AccessTokens['verify']>>;
type UserAndAccount = Omit<Session, 'family' | 'expiresAt'>;

export interface SessionService {
  /** Starts a new session, that is a new family of refresh tokens. */
  start(userId: UserId): Promise<IssuedTokens>;
  /**
   * Exchanges a refresh token for a new pair. A token that was used before ends its whole family: either the user or
   * a thief holds a copy, and nobody can tell which.
   *
   * @throws Problem `invalid-token`
   */
  refresh(refreshToken: string): Promise<IssuedTokens>;
  /** @throws Problem `invalid-token` when the token is unknown, used or expired */
  startOnce(oneTimeToken: string): Promise<IssuedTokens>;
  /**
   * Finds the session of an access token.
   *
   * @throws Problem `invalid-token` when it is not valid, or its session has ended
   */
  authenticate(accessToken: string): Promise<Session>;
  /** Ends a session at once. */
  end(family: string): Promise<void>;
  /**
   * Calls back when sessions have ended or changed, in this process or another, with what tells whether a session may be
   * one of them: `isCurrent` knows. Returns how to stop that.
   */
  onChange(listener: (concerns: Concerns) => void): () => void;
  /** Tells whether a session that was found before still is one, of the same account and with the same role. */
  isCurrent(session: Session): Promise<boolean>;
  /** Forgets tokens that have expired. */
  purgeExpired(): Promise<void>;
  readonly keys: SigningKeys;
}

/** Tells whether a change may concern a session. */
export type Concerns = (session: Pick<Session, 'userId' | 'family'>) => boolean;

export interface SessionServiceDeps {
  readonly db: Database;
  readonly accounts: AccountRepository;
  readonly invalidations: Pick<Invalidations, 'publish' | 'subscribe'>;
  readonly clock: Clock;
}

type Lifetimes = Pick<ApiConfig, 'jwtAccessExpirySeconds' | 'jwtRefreshExpirySeconds'>;

export function createSessionService(lifetimes: Lifetimes, deps: SessionServiceDeps): SessionService {
  const keys = createSigningKeys(createSigningKeyRepository(deps.db), deps.clock);
  return new Sessions(lifetimes, deps, keys);
}

class Sessions implements SessionService {
  readonly keys: SigningKeys;
  readonly #lifetimes: Lifetimes;
  readonly #clock: Clock;
  readonly #accounts: AccountRepository;
  readonly #users;
  readonly #tokens: SessionRepository;
  readonly #oneTimeTokens;
  readonly #accessTokens: AccessTokens;
  readonly #cache: BoundedCache<string, UserAndAccount>;
  readonly #verified: BoundedCache<string, VerifiedClaims>;
  readonly #invalidations: SessionServiceDeps['invalidations'];
  readonly #listeners = new Set<(concerns: Concerns) => void>();
  /** Counts changes, so that nothing is remembered that was read before one. */
  #changes = 0;

  constructor(lifetimes: Lifetimes, deps: SessionServiceDeps, keys: SigningKeys) {
    this.keys = keys;
    this.#lifetimes = lifetimes;
    this.#clock = deps.clock;
    this.#accounts = deps.accounts;
    this.#users = createUserRepository(deps.db);
    this.#tokens = createSessionRepository(deps.db);
    this.#oneTimeTokens = createOneTimeTokenRepository(deps.db);
    this.#accessTokens = createAccessTokens(keys, deps.clock);
    this.#invalidations = deps.invalidations;
    this.#invalidations.subscribe((event) => this.#invalidate(event));
    this.#verified = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: VERIFIED_MS, clock: deps.clock });
    this.#cache = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: SESSION_CACHE_MS, clock: deps.clock });
  }

  async start(userId: UserId): Promise<IssuedTokens> {
    const user = await this.#enabledUser(userId);
    if (user === null) throw invalidToken();
    await this.#users.recordSignIn(userId, this.#clock());
    return this.#issue(userId, randomUUID());
  }

  async refresh(refreshToken: string): Promise<IssuedTokens> {
    const used = await this.#tokens.useRefreshToken(hashSecret(refreshToken), this.#clock());
    if (used.status === 'reused') await this.end(used.family);
    if (used.status !== 'ok' || (await this.#enabledUser(used.userId)) === null) throw invalidToken();
    return this.#issue(used.userId, used.family);
  }

  async startOnce(oneTimeToken: string): Promise<IssuedTokens> {
    const taken = await this.#oneTimeTokens.take(hashSecret(oneTimeToken), 'sign-in', this.#clock());
    if (taken === null || taken.userId === null) throw invalidToken();
    return this.start(taken.userId);
  }

  async authenticate(accessToken: string): Promise<Session> {
    const { userId, family, expiresAt } = this.#verifiedBefore(accessToken) ?? (await this.#verify(accessToken));
    const known = this.#cache.get(family) ?? (await this.#load(userId, family));
    if (known === null) throw invalidToken();
    return { ...known, family, expiresAt };
  }

  async end(family: string): Promise<void> {
    await this.#tokens.revokeFamily(family);
    await this.#invalidations.publish({ type: 'session-ended', family });
  }

  onChange(listener: (concerns: Concerns) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async isCurrent({ userId, family, role, account }: Session): Promise<boolean> {
    const now = this.#cache.get(family) ?? (await this.#load(userId, family));
    return now !== null && now.role === role && now.account.id === account.id && now.account.path === account.path;
  }

  async purgeExpired(): Promise<void> {
    await this.#tokens.purgeExpired(this.#clock());
    await this.#oneTimeTokens.purgeExpired(this.#clock());
  }

  /** Checking a signature costs more than everything else that is done to let a request in. */
  #verifiedBefore(accessToken: string): VerifiedClaims | null {
    const claims = this.#verified.get(accessToken);
    return claims !== undefined && claims.expiresAt > this.#clock() ? claims : null;
  }

  async #verify(accessToken: string): Promise<VerifiedClaims> {
    const claims = await this.#accessTokens.verify(accessToken);
    this.#verified.set(accessToken, claims);
    return claims;
  }

  async #issue(userId: UserId, family: string): Promise<IssuedTokens> {
    const refreshToken = newSecret();
    const expiresIn = this.#lifetimes.jwtAccessExpirySeconds;
    const accessToken = await this.#accessTokens.sign({ userId, family }, expiresIn);
    const expiresAt = this.#clock() + this.#lifetimes.jwtRefreshExpirySeconds * 1000;
    await this.#tokens.insertRefreshToken({ family, userId, tokenHash: hashSecret(refreshToken), expiresAt });
    return { accessToken, refreshToken, expiresIn };
  }

  #invalidate(event: Invalidation): void {
    const concerns = concernsOf(event);
    if (concerns === null) return;
    this.#changes += 1;
    this.#cache.deleteWhere((family, { userId }) => concerns({ userId, family }));
    for (const listener of this.#listeners) listener(concerns);
  }

  async #load(userId: UserId, family: string): Promise<UserAndAccount | null> {
    const before = this.#changes;
    const [active, user] = await Promise.all([this.#tokens.familyActive(family), this.#enabledUser(userId)]);
    const account = user === null ? null : await this.#accounts.byId(user.accountId);
    if (!active || user === null || account === null) return null;
    const loaded = { userId, email: user.email, role: user.role, account };
    if (this.#changes === before) this.#cache.set(family, loaded);
    return loaded;
  }

  async #enabledUser(userId: UserId): Promise<User | null> {
    const user = await this.#users.byId(userId);
    return user === null || user.disabled ? null : user;
  }
}

/** Which sessions a change may concern; null for none. Changes of accounts are rare, and those below them inherit. */
function concernsOf(event: Invalidation): Concerns | null {
  switch (event.type) {
    case 'session-ended':
      return ({ family }) => family === event.family;
    case 'user-changed':
      return ({ userId }) => userId === event.user;
    case 'agent-changed':
      return null;
    default:
      return () => true;
  }
}

function invalidToken(): Problem {
  return new Problem('invalid-token', 'The token is unknown, expired or was used before.', { hint: 'Sign in again.' });
}
