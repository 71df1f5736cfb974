import { type Clock, type Holder, Problem, tokenSubject, type UserId, type UserSubject } from '@hawser/core';
import {
  type AccountScope,
  createAccountRepository,
  createApiTokenRepository,
  createGrantRepository,
  createUserRepository,
  type Database,
  lockAccess,
  type Queryable,
  readUnscoped,
  type Transaction,
} from '@hawser/storage';
import type { FastifyRequest } from 'fastify';
import { accountOf, sessionOf } from '../http/context-of.ts';
import type { Session } from '../sessions/session.ts';
import { isAdministered } from './is-administered.ts';

/** Inside of a change: the transaction, and by whose rights it is judged, as of now. */
export interface AccessChange {
  /** Of the account that the change is made in. What lies above it is read by `readUnscoped`, and cannot be changed. */
  readonly tx: Transaction;
  readonly caller: Holder;
}

/** What a change needs of the request that asks for it. */
export type AccessRequest = Pick<FastifyRequest, 'session' | 'audit' | 'account'>;

export interface AccessService {
  /**
   * Changes who may do what in the account of the path, all or nothing, the request's entry in the audit included.
   * Changes are made one after the other, each judged by the rights that the caller and everybody else have at that
   * moment, and none leaves the installation without an administrator. None reaches beyond the account and those below.
   *
   * @throws Problem `conflict` when the last enabled administrator of the root account would be lost;
   *   `invalid-token` when the caller has no rights any more; what `work` threw
   */
  change<Result>(request: AccessRequest, work: (change: AccessChange) => Promise<Result>): Promise<Result>;
  /**
   * Does in an account what a user has arranged earlier, by the rights that they have now.
   *
   * @throws Problem as `change` does; `forbidden` when that user is gone or disabled
   */
  changeFor<Result>(
    user: UserId,
    request: Pick<AccessRequest, 'audit'> & { readonly account: AccountScope },
    work: (change: AccessChange) => Promise<Result>,
  ): Promise<Result>;
}

export function createAccessService(db: Database, clock: Clock): AccessService {
  const changeBy = <Result>(
    session: Pick<Session, 'userId' | 'tokenId'>,
    gone: () => Problem,
    { audit, account }: Pick<AccessRequest, 'audit'> & { readonly account: AccountScope },
    work: (change: AccessChange) => Promise<Result>,
  ): Promise<Result> =>
    audit.transaction(async (tx) => {
      await lockAccess(tx);
      // The caller may belong to an account above, and so may what they were granted.
      const caller = await readUnscoped(tx, (all) => callerNow(all, session, clock()));
      if (caller === null) throw gone();
      const result = await work({ tx, caller });
      await assertAdministered(tx);
      return result;
    }, db.within(account));
  return {
    change: (request, work) => {
      const within = { audit: request.audit, account: accountOf(request) };
      return changeBy(sessionOf(request), goneMeanwhile, within, work);
    },
    changeFor: (userId, request, work) => changeBy({ userId, tokenId: null }, arrangerGone, request, work),
  };
}

/** Null when they have no rights any more. */
async function callerNow(
  tx: Queryable,
  { userId, tokenId }: Pick<Session, 'userId' | 'tokenId'>,
  now: number,
): Promise<Holder | null> {
  const user = await createUserRepository(tx).byId(userId);
  if (user === null || user.disabled) return null;
  const home = await createAccountRepository(tx).byId(user.accountId);
  if (home === null) return null;
  const grants = await createGrantRepository(tx).ofUser(userId);
  const owner: UserSubject = { kind: 'user', id: userId, account: home, grants };
  if (tokenId === null) return owner;
  const token = await createApiTokenRepository(tx).byId(tokenId);
  const account = token === null ? null : await createAccountRepository(tx).byId(token.accountId);
  if (token === null || account === null || token.expiresAt <= now) return null;
  return tokenSubject({ id: tokenId, account, permissions: token.permissions }, owner);
}

/**
 * Only a change in the root account can take its administrators away: in any other the root account is not even seen.
 *
 * @throws Problem `conflict` when nobody is left who may do everything
 */
async function assertAdministered(tx: Queryable): Promise<void> {
  if (await isAdministered(tx)) return;
  throw new Problem('conflict', 'This would leave the root account without an enabled administrator.', {
    hint: 'Make another user an administrator of it first.',
  });
}

function goneMeanwhile(): Problem {
  return new Problem('invalid-token', 'Your access has ended meanwhile.', { hint: 'Sign in again.' });
}

function arrangerGone(): Problem {
  return new Problem('forbidden', 'Whoever arranged this has no access any more.');
}
