import { createHash } from 'node:crypto';
import { type Clock, Problem, type UserId } from '@hawser/core';
import {
  createSignInFailureRepository,
  type Database,
  forgetSignInFailures,
  type Lockout,
  type Queryable,
  type Try,
} from '@hawser/storage';
import { addressBlock } from './address-block.ts';

/** An address is shared by more people than a user name. */
const ADDRESS_LOCKOUT: Lockout = { freeTries: 30, firstLockMs: 1_000, maxLockMs: 15 * 60_000 };
/** Failures are forgotten after this long without another one. */
const MEMORY_MS = 60 * 60_000;
const MAX_REMEMBERED = 100_000;

/** Call it when the password or the code was right. */
export type Succeeded = () => Promise<void>;

/**
 * Slows guessing: after a few wrong tries each further one doubles the wait, separately for the user and for the
 * address it comes from. Unknown users are treated the same, so that a lock does not tell who exists. All processes
 * count together, and a restart forgets nothing. What agents sign in to MQTT with is not counted here.
 */
export interface SignInGuard {
  /**
   * Notes a try before its password is checked, so that many tries at once count as many.
   *
   * @param email - as it was typed
   * @returns call it when the password was right: the user's tries are forgotten
   * @throws Problem `too-many-requests` while the user or the address is locked
   */
  enterPassword(email: string, address: string, lockout: Lockout): Promise<Succeeded>;
  /** The same for a code of the second factor, counted apart: the password was right already. */
  enterCode(userId: UserId, address: string, lockout: Lockout): Promise<Succeeded>;
  /** Lifts the locks of a user, in a transaction of an account that has the user. */
  liftUser(tx: Queryable, user: { readonly id: UserId; readonly email: string }): Promise<void>;
  /** Lifts the lock of an address, in a transaction of all accounts. */
  liftAddress(tx: Queryable, address: string): Promise<void>;
  /** Forgets what is too old to count. */
  purge(): Promise<void>;
}

export function createSignInGuard(db: Database, clock: Clock): SignInGuard {
  const failures = createSignInFailureRepository(db);
  const enter = async (who: Try, address: string): Promise<Succeeded> => {
    const from = { key: addressKey(address), lockout: ADDRESS_LOCKOUT };
    const now = clock();
    const until = await failures.enter([who, from], now, MEMORY_MS);
    if (until !== null) throw locked(until - now);
    return async () => {
      await failures.forget(who.key);
      // One try only: a right password must not wipe out the wrong ones for other users from that address.
      await failures.takeBack(from.key);
    };
  };
  return {
    enterPassword: (email, address, lockout) => enter({ key: passwordKey(email), lockout }, address),
    enterCode: (userId, address, lockout) => enter({ key: codeKey(userId), lockout }, address),
    async liftUser(tx, { id, email }) {
      for (const key of [passwordKey(email), codeKey(id)]) await forgetSignInFailures(tx, key);
    },
    async liftAddress(tx, address) {
      await forgetSignInFailures(tx, addressKey(address));
    },
    purge: () => failures.purge(clock() - MEMORY_MS, MAX_REMEMBERED),
  };
}

/** As it is in the policy of `sign_in_failures`, which tells by it whose a row is. */
function passwordKey(email: string): Uint8Array {
  return keyOf(`user ${email.toLowerCase()}`);
}

/** In that policy as well. */
function codeKey(userId: UserId): Uint8Array {
  return keyOf(`code ${userId}`);
}

function addressKey(address: string): Uint8Array {
  return keyOf(`address ${addressBlock(address)}`);
}

function keyOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

function locked(waitMs: number): Problem {
  return new Problem('too-many-requests', 'There were too many wrong passwords or codes.', {
    hint: 'Wait, then try again; an administrator can lift the lock.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}
