import { type Static, Type } from 'typebox';
import { PermissionNames } from './access.ts';
import {
  AccountParam,
  AccountParams,
  Id,
  IdempotencyHeaders,
  ListQuery,
  NoContent,
  Nullable,
  Page,
  Timestamp,
} from './common.ts';

export const ApiToken = Type.Object(
  {
    id: Id,
    name: Type.String(),
    account: Type.String({ description: 'name of the account it reaches, with those below' }),
    owner: Type.String({ description: 'e-mail address of the user it acts for' }),
    prefix: Type.String({ description: 'how the token begins, to tell which one it is' }),
    permissions: Type.Array(Type.String({ description: '`domain:action`; never more than its owner holds' })),
    created_at: Timestamp,
    expires_at: Timestamp,
    last_used_at: Nullable(Timestamp),
  },
  { title: 'ApiToken' },
);
export type ApiToken = Static<typeof ApiToken>;

export const NewApiToken = Type.Object(
  { ...ApiToken.properties, token: Type.String({ description: 'shown this once' }) },
  { title: 'NewApiToken' },
);
export type NewApiToken = Static<typeof NewApiToken>;

const CreateTokenBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'what the program is for' }),
    permissions: PermissionNames,
    expires_in_days: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 366, description: 'days until it expires, default 90' }),
    ),
  },
  { additionalProperties: false, title: 'CreateApiToken' },
);

export const TokenParams = Type.Object({
  account: AccountParam,
  token: Type.String({ minLength: 1, maxLength: 64, description: 'id of the token' }),
});

const tags = ['API tokens'];

export const tokenOperations = {
  list: {
    operationId: 'listApiTokens',
    summary: 'List the API tokens of the account, with their last use',
    tags,
    params: AccountParams,
    querystring: ListQuery,
    response: { 200: Page('ApiTokenPage', ApiToken) },
  },
  create: {
    operationId: 'createApiToken',
    summary: 'Create an API token that acts for you in the account and those below',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateTokenBody,
    response: { 201: NewApiToken },
  },
  remove: {
    operationId: 'deleteApiToken',
    summary: 'Revoke an API token, at once',
    tags,
    params: TokenParams,
    response: { 204: NoContent },
  },
} as const;
