import { LICENCE_STATES } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { AccountParams, Nullable, OneOf, Timestamp } from './common.ts';

const Count = Type.Object(
  { used: Type.Integer(), limit: Nullable(Type.Integer({ description: 'null: as many as you like' })) },
  { title: 'LicensedCount' },
);

export const Licence = Type.Object(
  {
    state: OneOf([...LICENCE_STATES], {
      description: '`none` and `valid` need nothing; the others warn and stop nothing',
    }),
    tenant_id: Type.String({
      description: 'of the licence; without a usable one, the one the installation made itself',
    }),
    holder: Nullable(Type.String()),
    expires_at: Nullable(Timestamp),
    grace_until: Nullable(Timestamp),
    counts: Type.Object({ agents: Count, users: Count, accounts: Count }),
    warnings: Type.Array(Type.Object({ code: Type.String(), message: Type.String() }, { title: 'LicenceWarning' })),
  },
  { title: 'Licence' },
);
export type Licence = Static<typeof Licence>;

export const licenceOperations = {
  read: {
    operationId: 'getLicence',
    summary: 'The licence of the installation and what it warns of',
    description: 'Of the root account only. Nothing depends on a licence: it is for whoever wants one.',
    tags: ['Licence'],
    params: AccountParams,
    response: { 200: Licence },
  },
} as const;
