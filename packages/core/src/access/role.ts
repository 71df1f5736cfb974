import { PERMISSIONS, type Permission } from './permission.ts';

/** What an agent may do with its own things over MQTT. It has no rights on the REST interface. */
const AGENT_PERMISSIONS: readonly Permission[] = [
  'agent:connect',
  'telemetry:write',
  'state:read',
  'state:write',
  'job:read',
  'job:execute',
  'command:read',
  'command:write',
  'log:write',
  'alert:write',
];

/** Looks at what the agents do, changes nothing. */
const VIEWER_PERMISSIONS: readonly Permission[] = [
  'account:read',
  'agent:read',
  'device:read',
  'telemetry:read',
  'state:read',
  'job:read',
  'command:read',
  'log:read',
  'route:read',
  'alert:read',
  'service:read',
  'dashboard:read',
];

/** Runs the agents. Accounts, people and their rights are left to administrators, and so is deleting what was stored. */
const OPERATOR_PERMISSIONS: readonly Permission[] = [
  ...VIEWER_PERMISSIONS,
  'agent:write',
  'agent:delete',
  'device:write',
  'device:delete',
  'telemetry:write',
  'state:write',
  'job:write',
  'job:delete',
  'job:execute',
  'command:write',
  'command:execute',
  'file:read',
  'file:write',
  'file:delete',
  'route:write',
  'route:delete',
  'alert:write',
  'alert:delete',
  'tunnel:read',
  'tunnel:delete',
  'tunnel:connect',
  'provisioning:read',
  'provisioning:write',
  'provisioning:delete',
  'dashboard:write',
  'dashboard:delete',
];

const BUILT_IN_ROLES = {
  admin: new Set(PERMISSIONS),
  operator: new Set(OPERATOR_PERMISSIONS),
  viewer: new Set(VIEWER_PERMISSIONS),
  agent: new Set(AGENT_PERMISSIONS),
} as const satisfies Record<string, ReadonlySet<Permission>>;

/** A role that exists in every installation and cannot be changed. */
export type BuiltInRole = keyof typeof BUILT_IN_ROLES;

/** A built-in role that can be granted to a user; `agent` is kept for agents. */
export type UserRole = Exclude<BuiltInRole, 'agent'>;

/** The built-in roles of users, the mightiest first. */
export const USER_ROLES: readonly UserRole[] = Object.freeze(['admin', 'operator', 'viewer']);

/** What a role of one's own may be called: as the names of agents, and not as a built-in role. */
export const ROLE_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/;

/** Tells whether a text from outside names a built-in role that a user can have. */
export function isUserRole(text: string): text is UserRole {
  return text !== 'agent' && isBuiltInRole(text);
}

/** Tells whether a text names a role that exists everywhere, that of agents included. */
export function isBuiltInRole(text: string): text is BuiltInRole {
  return Object.hasOwn(BUILT_IN_ROLES, text);
}

/** What a built-in role holds. */
export function permissionsOf(role: BuiltInRole): ReadonlySet<Permission> {
  return BUILT_IN_ROLES[role];
}

/**
 * Tells whether a built-in role holds a permission. A role that does not exist holds none.
 *
 * @param role - role name as stored
 */
export function roleHolds(role: string, permission: Permission): boolean {
  return isBuiltInRole(role) && permissionsOf(role).has(permission);
}
