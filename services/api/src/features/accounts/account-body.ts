import type { Account as AccountBody } from '@hawser/contracts/http';
import { type Account, isOpen } from '@hawser/storage';
import { rfc3339, rfc3339OrNull } from '../../http/times.ts';

/** @param now - milliseconds since the Unix epoch */
export function accountBody(account: Account, now: number): AccountBody {
  return {
    id: account.id,
    name: account.name,
    path: account.path,
    parent_id: account.parentId,
    organisation: account.organisation,
    contact: { ...account.contact },
    state: stateOf(account, now),
    expires_at: rfc3339OrNull(account.expiresAt),
    limits: { ...account.limits },
    created_at: rfc3339(account.createdAt),
    updated_at: rfc3339(account.updatedAt),
  };
}

function stateOf(account: Account, now: number): AccountBody['state'] {
  if (account.deletingAt !== null) return 'deleting';
  return isOpen(account, now) ? 'active' : 'expired';
}
