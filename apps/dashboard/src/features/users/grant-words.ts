import type { Grant } from '../../services/api/types.ts';

/**
 * A grant in words: `operator in acme and below`, `viewer of fleet hall-3`.
 * @param home the account whose page it stands on; the account of a fleet is named only when it is another
 */
export function grantWords({ role, account, descendants, fleet }: Grant, home: string): string {
  if (fleet !== null) return `${role} of fleet ${fleet}${account === home ? '' : ` in ${account}`}`;
  return `${role} in ${account}${descendants ? ' and below' : ''}`;
}
