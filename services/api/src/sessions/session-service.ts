import { randomUUID } from 'node:crypto';
import { type Clock, Problem, type UserId } from '@hawser/core';
import {
  type Account,
  type AccountRepository,
  createGrantRepository,
  createOneTimeTokenRepository,
  createSessionRepository,
  createSigningKeyRepository,
  createUserRepository,
  type Database,
  isOpen,
  type SessionRepository,
  type User,
} from '@hawser/storage';
import type { ApiConfig } from '../config.ts';
import { hashSecret, newSecret } from '../http/secrets.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { Session } from './session.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

/** How long another process's sign-out or disable can go unnoticed; in this process both take effect at once. */
const SESSION_CACHE_MS = 5_000;
const MAX_CACHED_SESSIONS = 10_000;

export interface IssuedTokens {
  readonly userId: UserId;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}

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
  /** Calls back with the family of each session that ends in this process; returns how to stop that. */
  onEnd(listener: (family: string) => void): () => void;
  /** Forgets tokens that have expired. */
  purgeExpired(): Promise<void>;
  readonly keys: SigningKeys;
}

export interface SessionServiceDeps {
  readonly db: Database;
  readonly accounts: AccountRepository;
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
  readonly #grants;
  readonly #tokens: SessionRepository;
  readonly #oneTimeTokens;
  readonly #accessTokens: AccessTokens;
  readonly #cache: BoundedCache<string, UserAndAccount>;
  readonly #listeners = new Set<(family: string) => void>();

  constructor(lifetimes: Lifetimes, deps: SessionServiceDeps, keys: SigningKeys) {
    this.keys = keys;
    this.#lifetimes = lifetimes;
    this.#clock = deps.clock;
    this.#accounts = deps.accounts;
    this.#users = createUserRepository(deps.db);
    this.#grants = createGrantRepository(deps.db);
    this.#tokens = createSessionRepository(deps.db);
    this.#oneTimeTokens = createOneTimeTokenRepository(deps.db);
    this.#accessTokens = createAccessTokens(keys, deps.clock);
    this.#cache = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: SESSION_CACHE_MS, clock: deps.clock });
  }

  async start(userId: UserId): Promise<IssuedTokens> {
    const user = await this.#enabledUser(userId);
    if (user === null) throw invalidToken();
    const account = await this.#accounts.byId(user.accountId);
    if (account !== null && !isOpen(account, this.#clock())) throw accountClosed(account);
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
    const { userId, family, expiresAt } = await this.#accessTokens.verify(accessToken);
    const known = this.#cache.get(family) ?? (await this.#load(userId, family));
    if (known === null) throw invalidToken();
    if (!isOpen(known.account, this.#clock())) throw accountClosed(known.account);
    return { ...known, family, expiresAt };
  }

  async end(family: string): Promise<void> {
    await this.#tokens.revokeFamily(family);
    this.#cache.delete(family);
    for (const listener of this.#listeners) listener(family);
  }

  onEnd(listener: (family: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async purgeExpired(): Promise<void> {
    await this.#tokens.purgeExpired(this.#clock());
    await this.#oneTimeTokens.purgeExpired(this.#clock());
  }

  async #issue(userId: UserId, family: string): Promise<IssuedTokens> {
    const refreshToken = newSecret();
    const expiresIn = this.#lifetimes.jwtAccessExpirySeconds;
    const accessToken = await this.#accessTokens.sign({ userId, family }, expiresIn);
    const expiresAt = this.#clock() + this.#lifetimes.jwtRefreshExpirySeconds * 1000;
    await this.#tokens.insertRefreshToken({ family, userId, tokenHash: hashSecret(refreshToken), expiresAt });
    return { userId, accessToken, refreshToken, expiresIn };
  }

  async #load(userId: UserId, family: string): Promise<UserAndAccount | null> {
    const [active, user] = await Promise.all([this.#tokens.familyActive(family), this.#enabledUser(userId)]);
    const account = user === null ? null : await this.#accounts.byId(user.accountId);
    if (!active || user === null || account === null) return null;
    const grants = await this.#grants.ofUser(userId);
    const { email, name } = user;
    const subject = { kind: 'user', id: userId, account, grants } as const;
    const loaded = { userId, email, name, account, grants, subject, tokenId: null };
    this.#cache.set(family, loaded);
    return loaded;
  }

  async #enabledUser(userId: UserId): Promise<User | null> {
    const user = await this.#users.byId(userId);
    return user === null || user.disabled ? null : user;
  }
}

function invalidToken(): Problem {
  return new Problem('invalid-token', 'The token is unknown, expired or was used before.', { hint: 'Sign in again.' });
}

function accountClosed({ name, deletingAt }: Account): Problem {
  const why = deletingAt === null ? 'has expired' : 'is being deleted';
  return new Problem('account-closed', `The account ${name} ${why}.`, {
    hint: 'Whoever administers the account above can extend it.',
  });
}
