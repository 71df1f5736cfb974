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
  type Invalidation,
  type Invalidations,
  isOpen,
  type NewRefreshToken,
  type SessionClient,
  type SessionRepository,
  type StoredSession,
  type User,
} from '@hawser/storage';
import type { ApiConfig } from '../config.ts';
import { hashSecret, newSecret } from '../http/secrets.ts';
import type { SecondFactor } from '../second-factor/second-factor.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type Concerns, concernsOf } from './concerns.ts';
import { INVALID_TOKEN, ReusedRefreshToken } from './reused-refresh-token.ts';
import type { SecurityPolicy } from './security-policy.ts';
import type { Session } from './session.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

/** How long another process's sign-out or disable can go unnoticed when it could not tell this one. */
const SESSION_CACHE_MS = 5_000;
const MAX_CACHED_SESSIONS = 10_000;
/** How long the signature of an access token is not checked again; whether its session has ended always is. */
const VERIFIED_MS = 60_000;

export interface IssuedTokens {
  readonly userId: UserId;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
}

/** What the tokens of a session are made for. */
interface Renewable {
  readonly userId: UserId;
  readonly family: string;
  /** When it ends however often it is renewed, in milliseconds since the Unix epoch. */
  readonly endsAt: number | null;
}

type VerifiedClaims = Awaited<ReturnType<AccessTokens['verify']>>;
type UserAndAccount = Omit<Session, 'family' | 'expiresAt'>;

/** Ended, or its user has other rights or another account now, or may reach other agents. */
export type SessionState = 'ended' | 'changed' | 'same';

export interface SessionService {
  /**
   * Starts a new session, that is a new family of refresh tokens.
   *
   * @throws Problem `invalid-token` when the user is disabled or gone
   */
  start(userId: UserId, client: SessionClient): Promise<IssuedTokens>;
  /**
   * Exchanges a refresh token for a new pair. A token that was used before ends its whole family: either the user or
   * a thief holds a copy, and nobody can tell which.
   *
   * @throws Problem `invalid-token`, as ReusedRefreshToken when a family was ended
   */
  refresh(refreshToken: string, client: SessionClient): Promise<IssuedTokens>;
  /** @throws Problem `invalid-token` when the token is unknown, used or expired */
  startOnce(oneTimeToken: string, client: SessionClient): Promise<IssuedTokens>;
  /**
   * Finds the session of an access token.
   *
   * @throws Problem `invalid-token` when it is not valid, or its session has ended
   */
  authenticate(accessToken: string): Promise<Session>;
  /** Ends a session at once. */
  end(family: string): Promise<void>;
  /**
   * Ends all sessions of a user, at once.
   *
   * @param keep - family of the one that goes on
   */
  endAllOf(userId: UserId, keep?: string): Promise<void>;
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

export function createSessionService(lifetimes: Lifetimes, deps: SessionServiceDeps): SessionService {
  const lives = {
    signingMs: (lifetimes.signingKeyLifeSeconds ?? DEFAULT_SIGNING_KEY_LIFE_SECONDS) * 1000,
    tokenMs: lifetimes.jwtAccessExpirySeconds * 1000,
  };
  const keys = createSigningKeys(lives, createSigningKeyRepository(deps.db), deps.clock);
  return new Sessions(lifetimes, deps, keys);
}

class Sessions implements SessionService {
  readonly keys: SigningKeys;
  readonly #lifetimes: Lifetimes;
  readonly #clock: Clock;
  readonly #accounts: AccountRepository;
  readonly #secondFactor: Pick<SecondFactor, 'isOn'>;
  readonly #securityPolicy: SecurityPolicy;
  readonly #users;
  readonly #grants;
  readonly #sessions: SessionRepository;
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
    this.#secondFactor = deps.secondFactor;
    this.#securityPolicy = deps.securityPolicy;
    this.#users = createUserRepository(deps.db);
    this.#grants = createGrantRepository(deps.db);
    this.#sessions = createSessionRepository(deps.db);
    this.#oneTimeTokens = createOneTimeTokenRepository(deps.db);
    this.#accessTokens = createAccessTokens(keys, deps.clock);
    this.#invalidations = deps.invalidations;
    this.#invalidations.subscribe((event) => this.#invalidate(event));
    this.#verified = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: VERIFIED_MS, clock: deps.clock });
    this.#cache = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: SESSION_CACHE_MS, clock: deps.clock });
  }

  async start(userId: UserId, client: SessionClient): Promise<IssuedTokens> {
    const user = await this.#enabledUser(userId);
    const account = user === null ? null : await this.#accounts.byId(user.accountId);
    if (account === null) throw invalidToken();
    if (!isOpen(account, this.#clock())) throw accountClosed(account);
    const { sessionSeconds } = await this.#securityPolicy(account);
    const startedAt = this.#clock();
    const endsAt = sessionSeconds === null ? null : startedAt + sessionSeconds * 1000;
    const session = { family: randomUUID(), userId, startedAt, endsAt, ...client };
    await this.#users.recordSignIn(userId, startedAt);
    const { tokens, stored } = await this.#newTokens(session);
    await this.#sessions.begin(session, stored);
    return tokens;
  }

  async refresh(refreshToken: string, client: SessionClient): Promise<IssuedTokens> {
    const used = await this.#sessions.useRefreshToken(hashSecret(refreshToken), this.#clock());
    if (used.status === 'reused') {
      await this.end(used.family);
      throw new ReusedRefreshToken(used);
    }
    if (used.status !== 'ok' || (await this.#enabledUser(used.userId)) === null) throw invalidToken();
    const { tokens, stored } = await this.#newTokens(used);
    await this.#sessions.renew(used.family, stored, client, this.#clock());
    return tokens;
  }

  async startOnce(oneTimeToken: string, client: SessionClient): Promise<IssuedTokens> {
    const taken = await this.#oneTimeTokens.take(hashSecret(oneTimeToken), 'sign-in', this.#clock());
    if (taken === null || taken.userId === null) throw invalidToken();
    return this.start(taken.userId, client);
  }

  async authenticate(accessToken: string): Promise<Session> {
    const { userId, family, expiresAt } = this.#verifiedBefore(accessToken) ?? (await this.#verify(accessToken));
    const known = this.#cache.get(family) ?? (await this.#load(userId, family));
    if (known === null) throw invalidToken();
    if (!isOpen(known.account, this.#clock())) throw accountClosed(known.account);
    return { ...known, family, expiresAt };
  }

  async end(family: string): Promise<void> {
    await this.#sessions.end(family);
    await this.#invalidations.publish({ type: 'session-ended', family });
  }

  async endAllOf(userId: UserId, keep?: string): Promise<void> {
    for (const family of await this.#sessions.endAllOf(userId, keep ?? null)) {
      await this.#invalidations.publish({ type: 'session-ended', family });
    }
  }

  listOf(userId: UserId): Promise<StoredSession[]> {
    return this.#sessions.listOf(userId, this.#clock());
  }

  onChange(listener: (concerns: Concerns) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async stateOf(session: Session): Promise<SessionState> {
    // A program comes back with its token, and is judged by what that may then.
    if (session.tokenId !== null) return 'changed';
    const now = this.#cache.get(session.family) ?? (await this.#load(session.userId, session.family));
    if (now === null) return 'ended';
    return hasSameRights(now, session) ? 'same' : 'changed';
  }

  async purgeExpired(): Promise<void> {
    await this.#sessions.purgeExpired(this.#clock());
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

  async #newTokens(session: Renewable): Promise<{ tokens: IssuedTokens; stored: NewRefreshToken }> {
    const left = session.endsAt === null ? Number.POSITIVE_INFINITY : (session.endsAt - this.#clock()) / 1000;
    const expiresIn = Math.floor(Math.min(this.#lifetimes.jwtAccessExpirySeconds, left));
    const accessToken = await this.#accessTokens.sign(session, expiresIn);
    const refreshToken = newSecret();
    const expiresAt = this.#clock() + Math.min(this.#lifetimes.jwtRefreshExpirySeconds, left) * 1000;
    const stored = { tokenHash: hashSecret(refreshToken), expiresAt };
    return { tokens: { userId: session.userId, accessToken, refreshToken, expiresIn }, stored };
  }

  #invalidate(event: Invalidation): void {
    const concerns = concernsOf(event);
    if (concerns === null) return;
    this.#changes += 1;
    this.#cache.deleteWhere((family, known) => concerns({ ...known, family }));
    for (const listener of this.#listeners) listener(concerns);
  }

  async #load(userId: UserId, family: string): Promise<UserAndAccount | null> {
    const before = this.#changes;
    const [active, user] = await Promise.all([this.#sessions.isActive(family), this.#enabledUser(userId)]);
    const account = user === null ? null : await this.#accounts.byId(user.accountId);
    if (!active || user === null || account === null) return null;
    const grants = await this.#grants.ofUser(userId);
    const mustEnrol = await this.#mustEnrol(user, account);
    const { email, name } = user;
    const subject = { kind: 'user', id: userId, account, grants } as const;
    const loaded = { userId, email, name, account, grants, subject, tokenId: null, tokenName: null, mustEnrol };
    if (this.#changes === before) this.#cache.set(family, loaded);
    return loaded;
  }

  async #mustEnrol(user: User, account: Account): Promise<boolean> {
    const { mfaRequired } = await this.#securityPolicy(account);
    return mfaRequired && !(await this.#secondFactor.isOn(user.id));
  }

  async #enabledUser(userId: UserId): Promise<User | null> {
    const user = await this.#users.byId(userId);
    return user === null || user.disabled ? null : user;
  }
}

/** Which agents a fleet has may have changed without a word in the grants. */
function hasSameRights(now: UserAndAccount, before: Session): boolean {
  const isSame = now.account.path === before.account.path && now.mustEnrol === before.mustEnrol;
  const isBound = before.grants.some(({ fleet }) => fleet !== null);
  return isSame && !isBound && JSON.stringify(now.grants) === JSON.stringify(before.grants);
}

function invalidToken(): Problem {
  return new Problem('invalid-token', INVALID_TOKEN, { hint: 'Sign in again.' });
}

function accountClosed({ name, deletingAt }: Account): Problem {
  const why = deletingAt === null ? 'has expired' : 'is being deleted';
  return new Problem('account-closed', `The account ${name} ${why}.`, {
    hint: 'Whoever administers the account above can extend it.',
  });
}
