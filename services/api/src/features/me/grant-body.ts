import type { Grant } from '@hawser/contracts/http';
import type { StoredGrant } from '@hawser/storage';

/** Writes a grant with the names of what it speaks of. */
export function grantBody({ roleName, accountName, descendants, fleetName }: StoredGrant): Grant {
  return { role: roleName, account: accountName, descendants, fleet: fleetName };
}
