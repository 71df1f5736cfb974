import { type Static, Type } from 'typebox';
import { Account, AccountName } from './accounts.ts';
import { Email, NewPassword, SessionHeaders, Tokens } from './auth.ts';

const SetupState = Type.Object(
  { required: Type.Boolean({ description: 'true until the first administrator exists' }) },
  { title: 'SetupState' },
);

const SetupBody = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 512, description: 'from the link the program printed' }),
    email: Email,
    password: NewPassword,
    account: AccountName,
  },
  { additionalProperties: false, title: 'SetupRequest' },
);

export const SetupResult = Type.Object({ ...Tokens.properties, account: Account }, { title: 'SetupResult' });
export type SetupResult = Static<typeof SetupResult>;

const tags = ['Set-up'];

export const setupOperations = {
  state: {
    operationId: 'getSetup',
    summary: 'Tell whether the installation still has to be set up',
    tags,
    response: { 200: SetupState },
  },
  run: {
    operationId: 'setUp',
    summary: 'Make the first administrator and the first account',
    tags,
    headers: SessionHeaders,
    body: SetupBody,
    response: { 201: SetupResult },
  },
} as const;
