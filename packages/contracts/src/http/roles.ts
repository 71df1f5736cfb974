import { ROLE_NAME } from '@hawser/core';
import { type Static, Type } from 'typebox';
import { PermissionNames } from './access.ts';
import {
  AccountParam,
  AccountParams,
  IdempotencyHeaders,
  IfMatchHeaders,
  ListQuery,
  NoContent,
  Nullable,
  Page,
  Timestamp,
} from './common.ts';

export const Role = Type.Object(
  {
    id: Nullable(Type.String({ description: 'UUIDv7; null for a built-in role' })),
    name: Type.String(),
    description: Type.String(),
    built_in: Type.Boolean({ description: 'exists in every account and cannot be changed' }),
    permissions: Type.Array(Type.String({ description: '`domain:action`' })),
    created_at: Nullable(Timestamp),
    updated_at: Nullable(Timestamp),
  },
  { title: 'Role' },
);
export type Role = Static<typeof Role>;

const Description = Type.String({ maxLength: 1000 });

const CreateRoleBody = Type.Object(
  {
    name: Type.String({
      pattern: ROLE_NAME.source,
      description: '1 to 64 letters, digits, spaces and `._-`; unique in the account, and never changed',
    }),
    description: Type.Optional(Description),
    permissions: PermissionNames,
  },
  { additionalProperties: false, title: 'CreateRole' },
);

const UpdateRoleBody = Type.Object(
  { description: Type.Optional(Description), permissions: Type.Optional(PermissionNames) },
  { additionalProperties: false, minProperties: 1, title: 'UpdateRole' },
);

export const RoleParams = Type.Object({
  account: AccountParam,
  role: Type.String({ minLength: 1, maxLength: 64, description: 'name or id of the role' }),
});

const tags = ['Users and roles'];

export const roleOperations = {
  list: {
    operationId: 'listRoles',
    summary: 'List the roles that can be granted in the account, the built-in ones first',
    tags,
    params: AccountParams,
    querystring: ListQuery,
    response: { 200: Page('RolePage', Role) },
  },
  create: {
    operationId: 'createRole',
    summary: 'Create a role of permissions that you hold',
    tags,
    params: AccountParams,
    headers: IdempotencyHeaders,
    body: CreateRoleBody,
    response: { 201: Role },
  },
  read: {
    operationId: 'getRole',
    summary: 'Read one role',
    tags,
    params: RoleParams,
    response: { 200: Role },
  },
  update: {
    operationId: 'updateRole',
    summary: 'Change a role; whoever has it has the new permissions at once',
    tags,
    params: RoleParams,
    headers: IfMatchHeaders,
    body: UpdateRoleBody,
    response: { 200: Role },
  },
  remove: {
    operationId: 'deleteRole',
    summary: 'Delete a role that nobody has',
    tags,
    params: RoleParams,
    headers: IfMatchHeaders,
    response: { 204: NoContent },
  },
} as const;
