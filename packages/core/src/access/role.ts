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

const BUILT_IN_ROLES = {
  admin: new Set(PERMISSIONS),
  agent: new Set(AGENT_PERMISSIONS),
} as const satisfies Record<string, ReadonlySet<Permission>>;

/** A role that exists in every installation and cannot be changed. */
export type BuiltInRole = keyof typeof BUILT_IN_ROLES;

/** A role that a user can have; `agent` is kept for agents. */
export type UserRole = Exclude<BuiltInRole, 'agent'>;

/** Tells whether a text from outside names a role that a user can have. */
export function isUserRole(text: string): text is UserRole {
  return text !== 'agent' && Object.hasOwn(BUILT_IN_ROLES, text);
}

/**
 * Tells whether a role holds a permission. A role that does not exist holds none.
 *
 * @param role - role name as stored
 */
export function roleHolds(role: string, permission: Permission): boolean {
  if (!Object.hasOwn(BUILT_IN_ROLES, role)) return false;
  const held: ReadonlySet<Permission> = BUILT_IN_ROLES[role as BuiltInRole];
  return held.has(permission);
}
