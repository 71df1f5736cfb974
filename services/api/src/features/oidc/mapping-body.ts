import type { OidcMapping as Body } from '@hawser/contracts/http';
import type { OidcMapping } from '@hawser/storage';
import { rfc3339 } from '../../http/times.ts';

export function mappingBody({ id, group, roleName, accountName, descendants, createdAt }: OidcMapping): Body {
  return { id, group, role: roleName, account: accountName, descendants, created_at: rfc3339(createdAt) };
}
