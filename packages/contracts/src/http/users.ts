import { type Static, Type } from 'typebox';
import { Grant, GrantInputs } from './access.ts';
import { Email } from './auth.ts';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  IfMatchHeaders,
  NoContent,
  Nullable,
  Page,
  PageQuery,
  Timestamp,
} from './common.ts';

export const User = Type.Object(
  {
    id: Id,
    email: Type.String(),
    name: Type.String(),
    account: Type.String({ description: 'name of the account they belong to' }),
    disabled: Type.Boolean({ description: 'a disabled user cannot sign in, and their API tokens do not work' }),
    is_default: Type.Boolean({ description: 'made by set-up' }),
    second_factor: Type.Boolean({
      description: 'whether a code of an authenticator app is asked for when they sign in with their password',
    }),
    has_password: Type.Boolean({
      description: 'false for who signs in at the identity provider alone, where a second factor is asked for, if any',
    }),
    grants: Type.Array(Grant),
    created_at: Timestamp,
    updated_at: Timestamp,
    last_sign_in_at: Nullable(Timestamp),
  },
  { title: 'User' },
);
export type User = Static<typeof User>;

const UserName = Type.String({ maxLength: 200, description: 'as people call them' });

const CreateUserBody = Type.Object(
  {
    email: Email,
    name: Type.Optional(UserName),
    password: Type.String({ maxLength: 1024, description: 'at least 12 characters, not a common one' }),
    grants: GrantInputs,
  },
  { additionalProperties: false, title: 'CreateUser' },
);

const UpdateUserBody = Type.Object(
  {
    name: Type.Optional(UserName),
    disabled: Type.Optional(Type.Boolean({ description: 'true ends their sessions at once' })),
    grants: Type.Optional(GrantInputs),
  },
  { additionalProperties: false, minProperties: 1, title: 'UpdateUser' },
);

const UserQuery = Type.Object(
  {
    ...PageQuery,
    second_factor: Type.Optional(Type.Boolean({ description: 'only users with one, or only users without' })),
  },
  { additionalProperties: false },
);

export const UserParams = Type.Object({
  account: AccountParam,
  user: Type.String({ minLength: 1, maxLength: 254, description: 'id or e-mail address of the user' }),
});

const tags = ['Users and roles'];

export const userOperations = {
  list: {
    operationId: 'listUsers',
    summary: 'List the users of the account',
    tags,
    params: AccountParams,
    querystring: UserQuery,
    response: { 200: Page('UserPage', User) },
  },
  create: {
    operationId: 'createUser',
    summary: 'Create a user; nobody can grant what they do not hold',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateUserBody,
    response: { 201: User },
  },
  read: {
    operationId: 'getUser',
    summary: 'Read one user',
    tags,
    params: UserParams,
    response: { 200: User },
  },
  update: {
    operationId: 'updateUser',
    summary: 'Change a user who holds no more than you; disabling them ends their sessions',
    tags,
    params: UserParams,
    headers: IfMatchHeaders,
    body: UpdateUserBody,
    response: { 200: User },
  },
  remove: {
    operationId: 'deleteUser',
    summary: 'Delete a user with their sessions and API tokens',
    tags,
    params: UserParams,
    headers: IfMatchHeaders,
    response: { 204: NoContent },
  },
} as const;
