import { type Static, Type } from 'typebox';
import { Nullable, OneOf, Timestamp } from './common.ts';

export const AccountDeletion = Type.Object(
  {
    name: Type.String(),
    state: OneOf(['running', 'done']),
    rows_done: Type.Integer({ description: 'agents, series, dead letters and ledger lines deleted so far' }),
    requested_at: Timestamp,
    finished_at: Nullable(Timestamp),
  },
  { title: 'AccountDeletion' },
);
export type AccountDeletion = Static<typeof AccountDeletion>;
