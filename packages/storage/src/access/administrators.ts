import type { AccountId, UserId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { createUserRepository, type NewUser, type User } from '../users/user-repository.ts';
import { createGrantRepository } from './grant-repository.ts';

/** Makes a user who may do everything in their account and below. Call it in a transaction. */
export async function createAdministrator(db: Queryable, user: NewUser): Promise<User> {
  const created = await createUserRepository(db).create(user);
  await createGrantRepository(db).replace(created.id, [
    { role: { builtIn: 'admin' }, accountId: user.accountId, descendants: true, fleetId: null },
  ]);
  return created;
}

/** A user who may do everything in the whole installation. */
export interface RootAdministrator {
  readonly id: UserId;
  readonly disabled: boolean;
  readonly isDefault: boolean;
}

const ROOT_ADMINISTRATORS = `SELECT u.id, u.disabled, u.is_default AS "isDefault" FROM users u
  WHERE u.account_id = $1 AND EXISTS (SELECT FROM grants g WHERE g.user_id = u.id AND g.built_in = 'admin'
    AND g.account_id = u.account_id AND g.descendants)`;

/** The administrators of the root account. */
export function rootAdministrators(db: Queryable, root: AccountId): Promise<RootAdministrator[]> {
  return db.query<RootAdministrator>(ROOT_ADMINISTRATORS, [root]);
}
