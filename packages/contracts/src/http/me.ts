import { type Static, Type } from 'typebox';
import { Grant } from './access.ts';
import { Account } from './accounts.ts';
import { Id } from './common.ts';

export const Me = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    account: Account,
    permissions: Type.Array(Type.String({ description: '`domain:action`' }), {
      description: 'what the caller may do in `account`, at least for the agents of a fleet',
    }),
    grants: Type.Array(Grant),
  },
  { title: 'Me' },
);
export type Me = Static<typeof Me>;

export const meOperations = {
  me: {
    operationId: 'me',
    summary: 'Who the access token belongs to',
    tags: ['Sign-in'],
    response: { 200: Me },
  },
} as const;
