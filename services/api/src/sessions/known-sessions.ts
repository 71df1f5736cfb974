import type { Clock, UserId } from '@hawser/core';
import {
  type Account,
  type AccountRepository,
  createGrantRepository,
  createSessionRepository,
  createUserRepository,
  type Database,
  type Invalidation,
  type Invalidations,
  isOpen,
  type SessionRepository,
  type User,
} from '@hawser/storage';
import type { SecondFactor } from '../second-factor/second-factor.ts';
import type { AccessTokens } from './access-tokens.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type Concerns, concernsOf } from './concerns.ts';
import type { SecurityPolicy } from './security-policy.ts';
import type { Session } from './session.ts';
import { accountClosed, invalidToken } from './session-problems.ts';

/** How long another process's sign-out or disable can go unnoticed when it could not tell this one. */
const SESSION_CACHE_MS = 5_000;
const MAX_CACHED_SESSIONS = 10_000;
/** How long the signature of an access token is not checked again; whether its session has ended always is. */
const VERIFIED_MS = 60_000;

type VerifiedClaims = Awaited<ReturnType<AccessTokens['verify']>>;
type UserAndAccount = Omit<Session, 'family' | 'expiresAt'>;

/** Ended, or its user has other rights or another account now, or may reach other agents. */
export type SessionState = 'ended' | 'changed' | 'same';

export interface KnownSessionsDeps {
  readonly db: Database;
  readonly accounts: AccountRepository;
  readonly accessTokens: AccessTokens;
  readonly secondFactor: Pick<SecondFactor, 'isOn'>;
  readonly securityPolicy: SecurityPolicy;
  readonly invalidations: Pick<Invalidations, 'subscribe'>;
  readonly clock: Clock;
}

/** Finds the session of an access token without asking the database each time, and forgets it as soon as it changes. */
export class KnownSessions {
  readonly #clock: Clock;
  readonly #accounts: AccountRepository;
  readonly #secondFactor: Pick<SecondFactor, 'isOn'>;
  readonly #securityPolicy: SecurityPolicy;
  readonly #users;
  readonly #grants;
  readonly #sessions: SessionRepository;
  readonly #accessTokens: AccessTokens;
  readonly #cache: BoundedCache<string, UserAndAccount>;
  readonly #verified: BoundedCache<string, VerifiedClaims>;
  readonly #listeners = new Set<(concerns: Concerns) => void>();
  /** Counts changes, so that nothing is remembered that was read before one. */
  #changes = 0;

  constructor(deps: KnownSessionsDeps) {
    this.#clock = deps.clock;
    this.#accounts = deps.accounts;
    this.#secondFactor = deps.secondFactor;
    this.#securityPolicy = deps.securityPolicy;
    this.#users = createUserRepository(deps.db);
    this.#grants = createGrantRepository(deps.db);
    this.#sessions = createSessionRepository(deps.db);
    this.#accessTokens = deps.accessTokens;
    deps.invalidations.subscribe((event) => this.#invalidate(event));
    this.#verified = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: VERIFIED_MS, clock: deps.clock });
    this.#cache = new BoundedCache({ max: MAX_CACHED_SESSIONS, ttlMs: SESSION_CACHE_MS, clock: deps.clock });
  }

  /** See `SessionService`. */
  async authenticate(accessToken: string): Promise<Session> {
    const { userId, family, expiresAt } = this.#verifiedBefore(accessToken) ?? (await this.#verify(accessToken));
    const known = this.#cache.get(family) ?? (await this.#load(userId, family));
    if (known === null) throw invalidToken();
    if (!isOpen(known.account, this.#clock())) throw accountClosed(known.account);
    return { ...known, family, expiresAt };
  }

  /** See `SessionService`. */
  onChange(listener: (concerns: Concerns) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** See `SessionService`. */
  async stateOf(session: Session): Promise<SessionState> {
    // A program comes back with its token, and is judged by what that may then.
    if (session.tokenId !== null) return 'changed';
    const now = this.#cache.get(session.family) ?? (await this.#load(session.userId, session.family));
    if (now === null) return 'ended';
    return hasSameRights(now, session) ? 'same' : 'changed';
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

  #invalidate(event: Invalidation): void {
    const concerns = concernsOf(event);
    if (concerns === null) return;
    this.#changes += 1;
    this.#cache.deleteWhere((family, known) => concerns({ ...known, family }));
    for (const listener of this.#listeners) listener(concerns);
  }

  async #load(userId: UserId, family: string): Promise<UserAndAccount | null> {
    const before = this.#changes;
    const [active, user] = await Promise.all([this.#sessions.active(family), this.#enabledUser(userId)]);
    const account = user === null ? null : await this.#accounts.byId(user.accountId);
    if (active === null || user === null || account === null) return null;
    const grants = await this.#grants.ofUser(userId);
    const mustEnrol = !active.secondFactorGiven && (await this.#mustEnrol(user, account));
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
