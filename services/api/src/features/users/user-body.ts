import type { User as UserBody } from '@hawser/contracts/http';
import type { Account, StoredGrant, User } from '@hawser/storage';
import { rfc3339, rfc3339OrNull } from '../../http/times.ts';
import { grantBody } from '../me/grant-body.ts';

export function userBody(user: User, account: Account, grants: readonly StoredGrant[]): UserBody {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    account: account.name,
    disabled: user.disabled,
    is_default: user.isDefault,
    second_factor: user.secondFactor,
    has_password: user.passwordHash !== null,
    grants: grants.map(grantBody),
    created_at: rfc3339(user.createdAt),
    updated_at: rfc3339(user.updatedAt),
    last_sign_in_at: rfc3339OrNull(user.lastSignInAt),
  };
}
