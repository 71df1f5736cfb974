import { isUuid, Problem } from '@hawser/core';

/**
 * Words that are, or may become, the first segment of a path below `/v1`, the first level of a topic or the name of
 * something built in. An account with such a name could not be addressed.
 */
const RESERVED: ReadonlySet<string> = new Set([
  'sys',
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
 * Refuses names that could not be told from something else in a path.
 *
 * @throws Problem `invalid-input`
 */
export function assertUsableAccountName(name: string): void {
  if (RESERVED.has(name))
    throw new Problem('invalid-input', `The name ${name} is reserved.`, { hint: 'Take another.' });
  if (isUuid(name)) throw new Problem('invalid-input', 'A name cannot look like an id.', { hint: 'Take another.' });
}
