import { ACCOUNT_NAME } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { AccountParams, Id, IdempotencyHeaders, ListQuery, Nullable, Page, Timestamp } from './common.ts';

export const AccountName = Type.String({
  pattern: ACCOUNT_NAME.source,
  description: '3 to 63 lower-case letters, digits and hyphens; unique in the installation and never changed',
});

export const Account = Type.Object(
  {
    id: Id,
    name: Type.String(),
    path: Type.String({ description: 'names from the root down, as in `/sys/acme/north`' }),
    parent_id: Nullable(Type.String()),
    created_at: Timestamp,
  },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;

const CreateAccountBody = Type.Object({ name: AccountName }, { additionalProperties: false, title: 'CreateAccount' });

const tags = ['Accounts'];

export const accountOperations = {
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
} as const;
