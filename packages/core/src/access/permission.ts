/**
 * Every domain with the actions that exist in it. A permission is `domain:action`; one that is not listed here does
 * not exist and is never granted.
 */
export const PERMISSION_ACTIONS = {
  account: ['read', 'write', 'delete'],
  user: ['read', 'write', 'delete'],
  role: ['read', 'write', 'delete'],
  agent: ['read', 'write', 'delete', 'connect'],
  device: ['read', 'write', 'delete'],
  telemetry: ['read', 'write', 'delete'],
  state: ['read', 'write'],
  job: ['read', 'write', 'delete', 'execute'],
  command: ['read', 'write', 'execute'],
  file: ['read', 'write', 'delete'],
  log: ['read', 'write', 'delete'],
  route: ['read', 'write', 'delete'],
  alert: ['read', 'write', 'delete'],
  tunnel: ['read', 'delete', 'connect'],
  provisioning: ['read', 'write', 'delete'],
  service: ['read', 'write', 'delete'],
  audit: ['read'],
  licence: ['read', 'write'],
  dashboard: ['read', 'write', 'delete'],
  token: ['read', 'write', 'delete'],
} as const;

type Catalogue = typeof PERMISSION_ACTIONS;

export type PermissionDomain = keyof Catalogue;

/** The right to do one kind of thing in one domain, for example `telemetry:read`. */
export type Permission = { [Domain in PermissionDomain]: `${Domain}:${Catalogue[Domain][number]}` }[PermissionDomain];

const domains = Object.keys(PERMISSION_ACTIONS) as PermissionDomain[];

/** All permissions that exist, ordered by domain. */
export const PERMISSIONS: readonly Permission[] = Object.freeze(
  domains.flatMap((domain) => PERMISSION_ACTIONS[domain].map((action) => `${domain}:${action}` as Permission)),
);

const known: ReadonlySet<string> = new Set(PERMISSIONS);

/** Tells whether a text from outside names a permission of the catalogue. */
export function isPermission(text: string): text is Permission {
  return known.has(text);
}
