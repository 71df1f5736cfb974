import type { Role as RoleBody } from '@hawser/contracts/http';
import { permissionsOf, type UserRole } from '@hawser/core';
import type { Role } from '@hawser/storage';
import { rfc3339 } from '../../http/times.ts';

const ABOUT: Readonly<Record<UserRole, string>> = {
  admin: 'Everything.',
  operator: 'Runs the agents: everything but accounts, people and their rights.',
  viewer: 'Looks at what the agents do, and changes nothing.',
};

export function roleBody({ id, name, description, permissions, createdAt, updatedAt }: Role): RoleBody {
  return {
    id,
    name,
    description,
    built_in: false,
    permissions: [...permissions].sort(),
    created_at: rfc3339(createdAt),
    updated_at: rfc3339(updatedAt),
  };
}

export function builtInRoleBody(name: UserRole): RoleBody {
  return {
    id: null,
    name,
    description: ABOUT[name],
    built_in: true,
    permissions: [...permissionsOf(name)].sort(),
    created_at: null,
    updated_at: null,
  };
}
