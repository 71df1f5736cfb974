import {
  type AccountId,
  type Clock,
  type EffectiveLimits,
  type EffectiveSettings,
  effectiveLimits,
  effectiveSettings,
  type GivenLimits,
  type GivenSettings,
} from '@hawser/core';
import { LRUCache } from 'lru-cache';
import type { Queryable } from '../database.ts';

/** One account on the way from the root to another, with what is set on it. */
export interface PolicyLevel {
  readonly id: AccountId;
  readonly name: string;
  readonly limits: GivenLimits;
  readonly settings: GivenSettings;
}

/** What holds in an account. */
export interface AccountPolicy {
  /** From the root down to the account itself. */
  readonly path: readonly PolicyLevel[];
  readonly limits: EffectiveLimits;
  readonly settings: EffectiveSettings;
  /** From when on the account cannot be used, in milliseconds since the Unix epoch; null is never. */
  readonly openUntil: number | null;
}

export interface AccountPolicies {
  /**
   * The policy of an account, at most five seconds old; null when there is no such account.
   *
   * @throws Error when the database does not answer
   */
  read(account: AccountId): Promise<AccountPolicy | null>;
  /**
   * What is known of an account without waiting, for where nothing may wait for the database. What is too old is asked
   * about in the background; null when nothing is known yet.
   */
  known(account: AccountId): AccountPolicy | null;
  /** The settings of an account, those it inherits included. @throws Error when the database does not answer */
  effectiveSettings(account: AccountId): Promise<EffectiveSettings>;
  /** Forgets what is known of an account and of all below it, because it was changed. */
  invalidate(account: AccountId): void;
  /** Forgets everything. */
  invalidateAll(): void;
}

export interface AccountPoliciesDeps {
  readonly db: Queryable;
  readonly clock: Clock;
  /** Told when the database could not be asked in the background; what is known goes on to hold. */
  readonly onError: (error: unknown) => void;
}

/** How long a change made by another process can go unnoticed. */
const TTL_MS = 5_000;
const MAX_ACCOUNTS = 10_000;
/** Pause after a failed question in the background. */
const RETRY_MS = 1_000;

const READ = `SELECT id, name, limits, settings, least(expires_at, deleting_at) AS "closesAt" FROM account_path($1)`;

interface Row extends PolicyLevel {
  readonly closesAt: number | null;
}

interface Remembered {
  readonly policy: AccountPolicy | null;
  readonly readAt: number;
}

/** What holds in which account, remembered for a few seconds. */
export function createAccountPolicies({ db, clock, onError }: AccountPoliciesDeps): AccountPolicies {
  const remembered = new LRUCache<AccountId, Remembered>({ max: MAX_ACCOUNTS });
  const underWay = new Map<AccountId, Promise<AccountPolicy | null>>();
  let failedAt = Number.NEGATIVE_INFINITY;

  async function ask(account: AccountId): Promise<AccountPolicy | null> {
    const asked = underWay.get(account);
    if (asked !== undefined) return asked;
    const asking = readAccountPolicy(db, account);
    underWay.set(account, asking);
    try {
      const policy = await asking;
      // Forgotten meanwhile: it may have been read before the change.
      if (underWay.get(account) === asking) remembered.set(account, { policy, readAt: clock() });
      return policy;
    } finally {
      if (underWay.get(account) === asking) underWay.delete(account);
    }
  }

  function refresh(account: AccountId): void {
    if (clock() - failedAt < RETRY_MS) return;
    ask(account).catch((error: unknown) => {
      failedAt = clock();
      onError(error);
    });
  }

  const isFresh = (entry: Remembered | undefined): entry is Remembered =>
    entry !== undefined && clock() - entry.readAt < TTL_MS;

  async function read(account: AccountId): Promise<AccountPolicy | null> {
    const entry = remembered.get(account);
    return isFresh(entry) ? entry.policy : ask(account);
  }

  return {
    read,
    known(account) {
      const entry = remembered.get(account);
      if (!isFresh(entry)) refresh(account);
      return entry?.policy ?? null;
    },
    async effectiveSettings(account) {
      return (await read(account))?.settings ?? effectiveSettings([]);
    },
    invalidate(account) {
      for (const [id, { policy }] of remembered.entries()) {
        if (id === account || policy?.path.some((level) => level.id === account) === true) remembered.delete(id);
      }
      // Nobody knows yet which of those are below the account.
      underWay.clear();
    },
    invalidateAll() {
      remembered.clear();
      underWay.clear();
    },
  };
}

/** The policy of an account as it is now, on a database or in a transaction of it; null when there is no such account. */
export async function readAccountPolicy(db: Queryable, account: AccountId): Promise<AccountPolicy | null> {
  const path = await db.query<Row>(READ, [account]);
  if (path.length === 0) return null;
  const closings = path.flatMap(({ closesAt }) => (closesAt === null ? [] : [closesAt]));
  return {
    path,
    limits: effectiveLimits(path),
    settings: effectiveSettings(path),
    openUntil: closings.length === 0 ? null : Math.min(...closings),
  };
}
