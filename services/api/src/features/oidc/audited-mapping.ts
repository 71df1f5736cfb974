import type { OidcMapping } from '@hawser/storage';

/** A mapping as the audit tells it before and after a change. */
export function auditedMapping({ group, roleName, accountName, descendants }: OidcMapping): object {
  return { group, role: roleName, account: accountName, descendants };
}
