import type { ApiToken as ApiTokenBody } from '@hawser/contracts/http';
import type { Account, ApiToken } from '@hawser/storage';
import { rfc3339, rfc3339OrNull } from '../../http/times.ts';
import { shownPrefix } from '../../sessions/api-tokens.ts';

export function tokenBody(token: ApiToken, account: Account): ApiTokenBody {
  return {
    id: token.id,
    name: token.name,
    account: account.name,
    owner: token.userEmail,
    prefix: shownPrefix(token),
    permissions: [...token.permissions].sort(),
    created_at: rfc3339(token.createdAt),
    expires_at: rfc3339(token.expiresAt),
    last_used_at: rfc3339OrNull(token.lastUsedAt),
  };
}
