import { PERMISSIONS, USER_ROLES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { Nullable, OneOf } from './common.ts';

/** A permission of the catalogue. */
export const PermissionName = OneOf(PERMISSIONS, { description: '`domain:action`' });

/** A set of permissions. */
export const PermissionNames = Type.Array(PermissionName, { minItems: 1, uniqueItems: true });

/** Something that was granted: a role, and where it holds. */
export const Grant = Type.Object(
  {
    role: Type.String({ description: `${USER_ROLES.join(', ')}, or the name of a role of the account` }),
    account: Type.String({ description: 'name of the account it holds in' }),
    descendants: Type.Boolean({ description: 'whether it also holds in all accounts below that one' }),
    fleet: Nullable(Type.String({ description: 'name of the only fleet whose agents it covers' })),
  },
  { title: 'Grant' },
);
export type Grant = Static<typeof Grant>;
