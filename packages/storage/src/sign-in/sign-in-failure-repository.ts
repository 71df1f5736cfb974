import type { Database, Queryable } from '../database.ts';

/** How wrong tries of one kind are slowed. Times in milliseconds. */
export interface Lockout {
  /** Tries before the first wait. */
  readonly freeTries: number;
  readonly firstLockMs: number;
  readonly maxLockMs: number;
}

export interface Try {
  /** Whose tries are counted, as a hash. */
  readonly key: Uint8Array;
  readonly lockout: Lockout;
}

export interface SignInFailureRepository {
  /**
   * Counts a try under each key, in all or in none.
   *
   * @param now - milliseconds since the Unix epoch
   * @param memoryMs - failures are forgotten after this long without another one
   * @returns until when one of the keys is locked, in milliseconds since the Unix epoch; null when the try was counted
   */
  enter(tries: readonly Try[], now: number, memoryMs: number): Promise<number | null>;
  /** Forgets every failure of a key. @returns false when there was none */
  forget(key: Uint8Array): Promise<boolean>;
  /** Takes one try back. */
  takeBack(key: Uint8Array): Promise<void>;
  /**
   * Forgets failures that are older than `before` (milliseconds since the Unix epoch), and the oldest above `max`.
   */
  purge(before: number, max: number): Promise<void>;
}

const LOCKED_UNTIL = 'SELECT locked_until AS until FROM sign_in_failures WHERE key = $1 AND locked_until > $2';

/** A key that got locked between the question and this answers no row. */
const COUNT = `INSERT INTO sign_in_failures AS f (key, count, locked_until, last_at)
  VALUES ($1, 1, $2::timestamptz + ${lock('1')}, $2)
  ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at, count = ${next()},
    locked_until = excluded.last_at + ${lock(next())}
  WHERE f.locked_until <= $2
  RETURNING 1`;

/** Those that are older than the last one to keep. */
const PURGE_ABOVE = `DELETE FROM sign_in_failures
  WHERE last_at < (SELECT last_at FROM sign_in_failures ORDER BY last_at DESC OFFSET $1 LIMIT 1)`;

/** Wrong passwords and codes, which all processes of an installation count together. */
export function createSignInFailureRepository(db: Database): SignInFailureRepository {
  return {
    async enter(tries, now, memoryMs) {
      try {
        await db.transaction((tx) => countAll(tx, tries, now, memoryMs));
        return null;
      } catch (error) {
        if (error instanceof Locked) return error.until;
        throw error;
      }
    },
    forget: (key) => forgetSignInFailures(db, key),
    async takeBack(key) {
      const sql = 'UPDATE sign_in_failures SET count = count - 1, locked_until = last_at WHERE key = $1 AND count > 0';
      await db.query(sql, [key]);
    },
    async purge(before, max) {
      await db.query('DELETE FROM sign_in_failures WHERE last_at < $1', [new Date(before)]);
      await db.query(PURGE_ABOVE, [max - 1]);
    },
  };
}

/** Forgets every failure of a key, on a database or in a transaction of it. @returns false when there was none */
export async function forgetSignInFailures(db: Queryable, key: Uint8Array): Promise<boolean> {
  return (await db.query('DELETE FROM sign_in_failures WHERE key = $1 RETURNING 1', [key])).length > 0;
}

/** Rolls the transaction back, so that a try that is refused counts under none of its keys. */
class Locked extends Error {
  readonly until: number;

  constructor(until: number) {
    super('locked');
    this.until = until;
  }
}

async function countAll(tx: Queryable, tries: readonly Try[], now: number, memoryMs: number): Promise<void> {
  // In one order, so that two transactions never wait for each other.
  const ordered = [...tries].sort((a, b) => Buffer.compare(a.key, b.key));
  for (const { key } of ordered) await assertOpen(tx, key, now);
  for (const { key, lockout } of ordered) {
    const { freeTries, firstLockMs, maxLockMs } = lockout;
    const forgetBefore = new Date(now - memoryMs);
    const counted = await tx.query(COUNT, [key, new Date(now), forgetBefore, freeTries, firstLockMs, maxLockMs]);
    if (counted.length > 0) continue;
    await assertOpen(tx, key, now);
    throw new Locked(now + firstLockMs);
  }
}

async function assertOpen(tx: Queryable, key: Uint8Array, now: number): Promise<void> {
  const [locked] = await tx.query<{ until: number }>(LOCKED_UNTIL, [key, new Date(now)]);
  if (locked !== undefined) throw new Locked(locked.until);
}

/** The count after one more try: old failures are forgotten. */
function next(): string {
  return '(CASE WHEN f.last_at < $3 THEN 1 ELSE f.count + 1 END)';
}

/** How long the try that makes the count `count` locks: nothing at first, then twice as long each time. */
function lock(count: string): string {
  return `(CASE WHEN ${count} < $4 THEN 0 ELSE least($6::float8, $5::float8 * 2 ^ least(${count} - $4, 30)) END
    * interval '1 ms')`;
}
