import { ACCOUNT_NAME } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { AccountDeletion } from './account-deletion.ts';
import { GivenLimits, LimitChanges } from './account-limits.ts';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  IfMatchHeaders,
  ListQuery,
  NoContent,
  Nullable,
  OneOf,
  Page,
  Timestamp,
} from './common.ts';

export const AccountName = Type.String({
  pattern: ACCOUNT_NAME.source,
  description: '3 to 63 lower-case letters, digits and hyphens; unique in the installation and never changed',
});

const Organisation = Type.String({ maxLength: 200 });

const Contact = Type.Object(
  {
    name: Type.String({ maxLength: 200 }),
    email: Type.String({ maxLength: 254 }),
    phone: Type.String({ maxLength: 50 }),
  },
  { title: 'Contact', additionalProperties: false, description: 'empty text where nobody is named' },
);

const Expiry = Nullable(
  Type.String({
    format: 'date-time',
    description:
      'RFC 3339; not later than that of an account above. From then on nobody can use the account; its data stays',
  }),
);

export const Account = Type.Object(
  {
    id: Id,
    name: Type.String(),
    path: Type.String({ description: 'names from the root down, as in `/sys/acme/north`' }),
    parent_id: Nullable(Type.String()),
    organisation: Type.String(),
    contact: Contact,
    state: OneOf(['active', 'expired', 'deleting'], {
      description: '`expired` also when an account above has expired or is being deleted',
    }),
    expires_at: Nullable(Timestamp),
    limits: GivenLimits,
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;

const Details = {
  organisation: Type.Optional(Organisation),
  contact: Type.Optional(Contact),
  expires_at: Type.Optional(Expiry),
};

const CreateAccountBody = Type.Object(
  { name: AccountName, ...Details, limits: Type.Optional(GivenLimits) },
  { additionalProperties: false, title: 'CreateAccount' },
);

const UpdateAccountBody = Type.Object(
  { ...Details, limits: Type.Optional(LimitChanges) },
  { additionalProperties: false, minProperties: 1, title: 'UpdateAccount' },
);

const DeleteAccountBody = Nullable(
  Type.Object(
    { confirm: Type.String({ maxLength: 63, description: 'the name of the account, when it has data' }) },
    { additionalProperties: false, title: 'DeleteAccount' },
  ),
);

export const ChildParams = Type.Object({
  account: AccountParam,
  child: Type.String({ minLength: 1, maxLength: 63, description: 'name or id of an account directly below' }),
});

const tags = ['Accounts'];

export const accountOperations = {
  itself: {
    operationId: 'getAccountInReach',
    summary: 'Read an account, however deep below your own it is',
    tags,
    params: AccountParams,
    response: { 200: Account },
  },
  list: {
    operationId: 'listAccounts',
    summary: 'List the child accounts',
    tags,
    params: AccountParams,
    querystring: ListQuery,
    response: { 200: Page('AccountPage', Account) },
  },
  create: {
    operationId: 'createAccount',
    summary: 'Create a child account',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateAccountBody,
    response: { 201: Account },
  },
  read: {
    operationId: 'getAccount',
    summary: 'Read a child account',
    tags,
    params: ChildParams,
    response: { 200: Account },
  },
  update: {
    operationId: 'updateAccount',
    summary: 'Change a child account: its details, its expiry, what it may use',
    tags,
    params: ChildParams,
    headers: IfMatchHeaders,
    body: UpdateAccountBody,
    response: { 200: Account },
  },
  remove: {
    operationId: 'deleteAccount',
    summary: 'Delete a child account',
    description:
      'An account without agents and data is deleted at once. One with data has to be confirmed by its name; then nobody ' +
      'can use it any more, and a job deletes it: ask for its progress. An account with children is not deleted.',
    tags,
    params: ChildParams,
    headers: IfMatchHeaders,
    body: DeleteAccountBody,
    response: { 202: AccountDeletion, 204: NoContent },
  },
  deletion: {
    operationId: 'getAccountDeletion',
    summary: 'Tell how far the deletion of a child account is, for 30 days after its end as well',
    tags,
    params: ChildParams,
    response: { 200: AccountDeletion },
  },
} as const;
