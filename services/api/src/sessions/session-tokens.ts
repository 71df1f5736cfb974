import { randomUUID } from 'node:crypto';
import type { Clock, UserId } from '@hawser/core';
import {
  createAccountRepository,
  createSessionRepository,
  createUserRepository,
  type Database,
  isOpen,
  type NewRefreshToken,
  type NewSession,
  type Queryable,
  type SessionClient,
  type Transaction,
} from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { ApiConfig } from '../config.ts';
import { hashSecret, newSecret } from '../http/secrets.ts';
import type { AccessTokens } from './access-tokens.ts';
import { ReusedRefreshToken } from './reused-refresh-token.ts';
import type { SecurityPolicy } from './security-policy.ts';
import { accountClosed, invalidToken } from './session-problems.ts';

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

/** A session that is stored; its tokens are made once that is committed. */
export interface BegunSession extends Renewable {
  readonly refreshToken: string;
}

/** Begins sessions and renews them. */
export interface SessionTokens {
  /**
   * Begins a session, that is a new family of refresh tokens, in the transaction that has the audit entry.
   *
   * @param proof - what the identity provider said, of a session that begins there
   * @throws Problem `invalid-token` when the user is disabled or gone; `account-closed`
   */
  begin(
    tx: Queryable,
    userId: UserId,
    client: SessionClient,
    proof?: Pick<NewSession, 'secondFactorGiven'>,
  ): Promise<BegunSession>;
  /** The tokens of a session that has been begun and committed. */
  tokensOf(begun: BegunSession): Promise<IssuedTokens>;
  /**
   * Begins a session for which a request leaves its entry, all or nothing.
   *
   * @param together - what else has to be done in the same transaction, before
   * @throws Problem as `begin` does, and what `together` threw
   */
  start(
    userId: UserId,
    client: SessionClient,
    audit: Pick<RequestAudit, 'transaction'>,
    together?: (tx: Transaction) => Promise<void>,
  ): Promise<IssuedTokens>;
  /**
   * Exchanges a refresh token for a new pair. A token that was used before ends its whole family: either the user or
   * a thief holds a copy, and nobody can tell which.
   *
   * @throws Problem `invalid-token`, as ReusedRefreshToken when a family was ended
   */
  refresh(refreshToken: string, client: SessionClient): Promise<IssuedTokens>;
}

export interface SessionTokensDeps {
  readonly db: Database;
  readonly accessTokens: AccessTokens;
  readonly securityPolicy: SecurityPolicy;
  readonly clock: Clock;
  /** Ends a session at once. */
  readonly end: (family: string) => Promise<void>;
}

type Lifetimes = Pick<ApiConfig, 'jwtAccessExpirySeconds' | 'jwtRefreshExpirySeconds'>;

/** Access tokens are signed and never stored; of refresh tokens a hash is. */
export function createSessionTokens(lifetimes: Lifetimes, deps: SessionTokensDeps): SessionTokens {
  const { db, accessTokens, securityPolicy, clock, end } = deps;

  const secondsLeft = ({ endsAt }: Renewable): number =>
    endsAt === null ? Number.POSITIVE_INFINITY : (endsAt - clock()) / 1000;

  function newRefreshToken(session: Renewable): { refreshToken: string; stored: NewRefreshToken } {
    const refreshToken = newSecret();
    const lifeSeconds = Math.min(lifetimes.jwtRefreshExpirySeconds, secondsLeft(session));
    return { refreshToken, stored: { tokenHash: hashSecret(refreshToken), expiresAt: clock() + lifeSeconds * 1000 } };
  }

  async function tokensOf({ refreshToken, ...session }: BegunSession): Promise<IssuedTokens> {
    const expiresIn = Math.floor(Math.min(lifetimes.jwtAccessExpirySeconds, secondsLeft(session)));
    const accessToken = await accessTokens.sign(session, expiresIn);
    return { userId: session.userId, accessToken, refreshToken, expiresIn };
  }

  async function begin(
    tx: Queryable,
    userId: UserId,
    client: SessionClient,
    { secondFactorGiven } = { secondFactorGiven: false },
  ): Promise<BegunSession> {
    const startedAt = clock();
    const endsAt = await endOf(tx, userId, startedAt);
    const session = { family: randomUUID(), userId, startedAt, endsAt, secondFactorGiven, ...client };
    const { refreshToken, stored } = newRefreshToken(session);
    await createUserRepository(tx).recordSignIn(userId, startedAt);
    await createSessionRepository(tx).begin(session, stored);
    return { userId, family: session.family, endsAt, refreshToken };
  }

  /** When a session that the user begins now has to end; null means never. */
  async function endOf(tx: Queryable, userId: UserId, now: number): Promise<number | null> {
    const user = await createUserRepository(tx).byId(userId);
    const account = user === null || user.disabled ? null : await createAccountRepository(tx).byId(user.accountId);
    if (account === null) throw invalidToken();
    if (!isOpen(account, now)) throw accountClosed(account);
    const { sessionSeconds } = await securityPolicy(account, tx);
    return sessionSeconds === null ? null : now + sessionSeconds * 1000;
  }

  /** One transaction: a token that is used up without a successor would look like a stolen one when it comes again. */
  async function renew(tx: Queryable, given: string, client: SessionClient) {
    const sessions = createSessionRepository(tx);
    const used = await sessions.useRefreshToken(hashSecret(given), clock());
    if (used.status !== 'ok') return used;
    const user = await createUserRepository(tx).byId(used.userId);
    if (user === null || user.disabled) throw invalidToken();
    const { refreshToken, stored } = newRefreshToken(used);
    await sessions.renew(used.family, stored, client, clock());
    return { ...used, refreshToken };
  }

  return {
    begin,
    tokensOf,
    async start(userId, client, audit, together = async () => undefined) {
      const begun = await audit.transaction(async (tx) => {
        await together(tx);
        return begin(tx, userId, client);
      });
      return tokensOf(begun);
    },
    async refresh(given, client) {
      const renewed = await db.transaction((tx) => renew(tx, given, client));
      if (renewed.status === 'reused') {
        await end(renewed.family);
        throw new ReusedRefreshToken(renewed);
      }
      if (renewed.status !== 'ok') throw invalidToken();
      return tokensOf(renewed);
    },
  };
}
