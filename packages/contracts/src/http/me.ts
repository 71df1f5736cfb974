import { type Static, Type } from 'typebox';
import { Grant } from './access.ts';
import { Account } from './accounts.ts';
import { Id, OneOf } from './common.ts';

/** `add-administrator`: there is one only. `disable-default-user`: the user that set-up made is still enabled. */
export const RECOMMENDATIONS = ['add-administrator', 'disable-default-user'] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

export const Me = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    account: Account,
    permissions: Type.Array(Type.String({ description: '`domain:action`' }), {
      description: 'what the caller may do in `account`, at least for the agents of a fleet',
    }),
    grants: Type.Array(Grant, { description: 'what was granted to the user; an API token may have less' }),
    api_token: Type.Boolean({ description: 'whether this is a program with an API token of the user' }),
    recommendations: Type.Array(OneOf(RECOMMENDATIONS), {
      description: 'for administrators of the root account: what should be done to run the installation safely',
    }),
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
