import { PERMISSIONS, USER_ROLES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { Nullable, OneOf } from './common.ts';

/** A set of permissions of the catalogue. */
export const PermissionNames = Type.Array(OneOf(PERMISSIONS, { description: '`domain:action`' }), {
  minItems: 1,
  uniqueItems: true,
});

const role = Type.String({
  minLength: 1,
  maxLength: 64,
  description: `${USER_ROLES.join(', ')}, or the name of a role of the user's account`,
});

/** Something that was granted: a role, and where it holds. */
export const Grant = Type.Object(
  {
    role,
    account: Type.String({ description: 'name of the account it holds in' }),
    descendants: Type.Boolean({ description: 'whether it also holds in all accounts below that one' }),
    fleet: Nullable(Type.String({ description: 'name of the only fleet whose agents it covers' })),
  },
  { title: 'Grant' },
);
export type Grant = Static<typeof Grant>;

/** Something to be granted. */
export const GrantInput = Type.Object(
  {
    role,
    account: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 63,
        description: 'name or id of the account it holds in: the one in the path, which is the default, or one below',
      }),
    ),
    descendants: Type.Optional(
      Type.Boolean({ description: 'also in all accounts below that one; default true, without a fleet' }),
    ),
    fleet: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'name or id of a fleet of that account: it holds for the agents of the fleet and nothing else',
      }),
    ),
  },
  { additionalProperties: false, title: 'GrantInput' },
);
export type GrantInput = Static<typeof GrantInput>;

export const GrantInputs = Type.Array(GrantInput, { maxItems: 64 });
