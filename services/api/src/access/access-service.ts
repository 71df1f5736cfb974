import { type Clock, type Holder, Problem, tokenSubject, type UserSubject } from '@hawser/core';
import {
  changeAccess,
  createAccountRepository,
  createApiTokenRepository,
  createGrantRepository,
  createUserRepository,
  type Database,
  type Queryable,
  rootAdministrators,
  type Transaction,
} from '@hawser/storage';
import type { Session } from '../sessions/session.ts';

/** Inside of a change: the transaction, and the caller as of now. */
export interface AccessChange {
  readonly tx: Transaction;
  readonly caller: Holder;
}

export interface AccessService {
  /**
   * Changes who may do what, all or nothing. Changes are made one after the other, each judged by the rights that the
   * caller and everybody else have at that moment, and none leaves the installation without an administrator.
   *
   * @throws Problem `conflict` when the last enabled administrator of the root account would be lost;
   *   `invalid-token` when the caller has no rights any more; what `work` threw
   */
  change<Result>(session: Session, work: (change: AccessChange) => Promise<Result>): Promise<Result>;
}

export function createAccessService(db: Database, clock: Clock): AccessService {
  return {
    change: (session, work) =>
      changeAccess(db, async (tx) => {
        const result = await work({ tx, caller: await callerNow(tx, session, clock()) });
        await assertAdministered(tx);
        return result;
      }),
  };
}

async function callerNow(tx: Queryable, { userId, tokenId, account }: Session, now: number): Promise<Holder> {
  const user = await createUserRepository(tx).byId(userId);
  if (user === null || user.disabled) throw goneMeanwhile();
  const home = await createAccountRepository(tx).byId(user.accountId);
  if (home === null) throw goneMeanwhile();
  const grants = await createGrantRepository(tx).ofUser(userId);
  const owner: UserSubject = { kind: 'user', id: userId, account: home, grants };
  if (tokenId === null) return owner;
  const token = await createApiTokenRepository(tx).byId(tokenId);
  if (token === null || token.expiresAt <= now) throw goneMeanwhile();
  return tokenSubject({ id: tokenId, account, permissions: token.permissions }, owner);
}

/** @throws Problem `conflict` when nobody is left who may do everything */
async function assertAdministered(tx: Queryable): Promise<void> {
  const root = await createAccountRepository(tx).root();
  if (root === null) return;
  const administrators = await rootAdministrators(tx, root.id);
  if (administrators.some(({ disabled }) => !disabled)) return;
  throw new Problem('conflict', `This would leave the account ${root.name} without an enabled administrator.`, {
    hint: 'Make another user an administrator of it first.',
  });
}

function goneMeanwhile(): Problem {
  return new Problem('invalid-token', 'Your access has ended meanwhile.', { hint: 'Sign in again.' });
}
