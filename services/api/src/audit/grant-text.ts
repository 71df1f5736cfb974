import type { StoredGrant } from '@hawser/storage';

type NamedGrant = Pick<StoredGrant, 'roleName' | 'accountName' | 'descendants' | 'fleetName'>;

/** One grant, such as `operator in demo and below` or `viewer for the fleet pumps of demo`. */
function grantText({ roleName, accountName, descendants, fleetName }: NamedGrant): string {
  if (fleetName !== null) return `${roleName} for the fleet ${fleetName} of ${accountName}`;
  return `${roleName} in ${accountName}${descendants ? ' and below' : ''}`;
}

/** What the audit says of grants; their order says nothing. */
export function grantTexts(grants: readonly NamedGrant[]): string[] {
  return grants.map(grantText).sort();
}
