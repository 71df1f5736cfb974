import { Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';

/** A name is a level of MQTT topics and a segment of paths, and never changes. */
export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9-]{2,62}$/;

/** Name of the root account, which set-up makes; no other account can have it. */
export const ROOT_ACCOUNT_NAME = 'sys';

/** Stands for the caller's own account in a path. The pattern excludes it already. */
export const OWN_ACCOUNT = '_';

/**
 * Words that are, or may become, the first segment of a path below `/v1`, the first level of a topic, or the name of
 * something built in. An account with such a name could not be addressed.
 */
export const RESERVED_ACCOUNT_NAMES: ReadonlySet<string> = new Set([
  ROOT_ACCOUNT_NAME,
  OWN_ACCOUNT,
  'accounts',
  'admin',
  'agents',
  'alerts',
  'all',
  'api',
  'assets',
  'audit',
  'auth',
  'dashboard',
  'dashboards',
  'dead-letters',
  'docs',
  'edc',
  'fleets',
  'hawser',
  'health',
  'jobs',
  'latest',
  'ledger',
  'live',
  'login',
  'logout',
  'me',
  'metrics',
  'mosquitto-auth',
  'openapi',
  'openapi.json',
  'provisioning',
  'readings',
  'roles',
  'routes',
  'series',
  'services',
  'setup',
  'spbv1',
  'system',
  'tokens',
  'tunnels',
  'users',
  'version',
]);

/**
 * Checks the name of an account that somebody wants to make. Not for the root account: set-up makes it by itself.
 *
 * @throws Problem `invalid-input`
 */
export function assertAccountName(name: string): void {
  if (RESERVED_ACCOUNT_NAMES.has(name)) throw invalid(`The name ${name} is reserved.`);
  if (isUuid(name)) throw invalid('A name cannot look like an id.');
  if (!ACCOUNT_NAME.test(name)) throw invalid('The name cannot be used for an account.');
}

function invalid(message: string): Problem {
  const hint = 'Take another: 3 to 63 lower-case letters, digits and hyphens, the first of them no hyphen.';
  return new Problem('invalid-input', message, { hint });
}
