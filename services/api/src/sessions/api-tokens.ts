import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, Problem, tokenSubject } from '@hawser/core';
import {
  type Account,
  type AccountRepository,
  type ApiToken,
  type ApiTokenProof,
  createApiTokenRepository,
  createGrantRepository,
  createUserRepository,
  type Database,
  type Invalidations,
  isOpen,
  type NewApiToken,
} from '@hawser/storage';
import { newSecret } from '../http/secrets.ts';
import { BoundedCache } from './bounded-cache.ts';
import { concernsOf } from './concerns.ts';
import type { Session } from './session.ts';
import { accountClosed } from './session-problems.ts';

const START = 'hwt_';
const TOKEN = /^hwt_([0-9a-f]{16})_[\w-]{43}$/;
const PREFIX_BYTES = 8;
const KEY_BYTES = 32;
/** How long another process's revocation can go unnoticed; in this process it takes effect at once. */
const CACHE_MS = 5_000;
const MAX_CACHED = 10_000;

export type TokenRequest = Pick<ApiToken, 'accountId' | 'userId' | 'name' | 'permissions' | 'expiresAt'>;

export interface DraftApiToken {
  /** What is to be stored. */
  readonly record: NewApiToken;
  /** In clear: it is shown once and never stored. */
  readonly token: string;
}

export interface ApiTokenService {
  /** Makes a token, which is worth nothing until it is stored. */
  draft(request: TokenRequest): Promise<DraftApiToken>;
  /**
   * Finds the session of an API token, with what its owner may do now.
   *
   * @throws Problem `invalid-token` when it is wrong, revoked or expired, or its owner is disabled; `account-closed` when
   *   that of its owner is
   */
  authenticate(token: string): Promise<Session>;
}

interface ApiTokenDeps {
  readonly db: Database;
  readonly accounts: Pick<AccountRepository, 'byId'>;
  readonly invalidations: Pick<Invalidations, 'subscribe'>;
  readonly clock: Clock;
}

interface Known {
  readonly proof: ApiTokenProof;
  /** The account that the owner belongs to. */
  readonly home: Account;
  readonly session: Session;
}

/** Tells an API token from an access token. */
export function isApiToken(token: string): boolean {
  return token.startsWith(START);
}

/** Tokens for programs: `hwt_<prefix>_<secret>`, stored as HMAC-SHA-256 with a key of the database. */
export function createApiTokenService({ db, accounts, invalidations, clock }: ApiTokenDeps): ApiTokenService {
  const tokens = createApiTokenRepository(db);
  const users = createUserRepository(db);
  const grants = createGrantRepository(db);
  const cache = new BoundedCache<string, Known>({ max: MAX_CACHED, ttlMs: CACHE_MS, clock });
  /** Counts changes, so that nothing is remembered that was read before one. */
  let changes = 0;

  invalidations.subscribe((event) => {
    const concerns = concernsOf(event);
    if (concerns === null) return;
    changes += 1;
    cache.deleteWhere((_prefix, { session }) => concerns(session));
  });

  const load = async (prefix: string): Promise<Known | null> => {
    const proof = await tokens.byPrefix(prefix);
    if (proof === null) return null;
    const [user, account] = await Promise.all([users.byId(proof.userId), accounts.byId(proof.accountId)]);
    const home = user === null || user.disabled ? null : await accounts.byId(user.accountId);
    if (user === null || account === null || home === null) return null;
    const held = await grants.ofUser(user.id);
    const owner = { kind: 'user', id: user.id, account: home, grants: held } as const;
    const subject = tokenSubject({ id: proof.id, account, permissions: proof.permissions }, owner);
    const about = { userId: user.id, email: user.email, name: user.name, account, grants: held, subject };
    const ends = { family: proof.id, expiresAt: proof.expiresAt };
    const session = { ...about, ...ends, tokenId: proof.id, tokenName: proof.name, mustEnrol: false };
    return { proof, home, session };
  };

  const find = async (prefix: string, token: string): Promise<Known | null> => {
    const before = changes;
    const remembered = cache.get(prefix);
    const known = remembered ?? (await load(prefix));
    if (known === null || !matches(known.proof, token) || known.proof.expiresAt <= clock()) return null;
    if (remembered !== undefined) return known;
    // Not again with each use: a program that never rests would be remembered for ever.
    if (changes === before) cache.set(prefix, known);
    await tokens.recordUse(known.proof.id, clock());
    return known;
  };

  return {
    async draft(request) {
      const { id: keyId, key } = await tokens.currentKey(() => randomBytes(KEY_BYTES));
      const prefix = randomBytes(PREFIX_BYTES).toString('hex');
      const token = `${START}${prefix}_${newSecret()}`;
      return { record: { ...request, prefix, keyId, secretHash: hash(key, token) }, token };
    },
    async authenticate(token) {
      const prefix = TOKEN.exec(token)?.[1];
      const known = prefix === undefined ? null : await find(prefix, token);
      if (known !== null && !isOpen(known.home, clock())) throw accountClosed(known.home);
      if (known !== null) return known.session;
      throw new Problem('invalid-token', 'The API token is wrong, expired or revoked, or its owner is disabled.', {
        hint: 'Create another: POST /v1/{account}/tokens.',
      });
    },
  };
}

/** What the beginning of a token looks like to people. */
export function shownPrefix({ prefix }: Pick<ApiToken, 'prefix'>): string {
  return `${START}${prefix}`;
}

function matches({ key, secretHash }: ApiTokenProof, token: string): boolean {
  return timingSafeEqual(hash(key, token), secretHash);
}

function hash(key: Uint8Array, token: string): Uint8Array {
  return createHmac('sha256', key).update(token).digest();
}
