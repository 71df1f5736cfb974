import type { Account as AccountBody } from '@hawser/contracts/http';
import type { Account } from '@hawser/storage';
import { rfc3339 } from '../../http/times.ts';

export function accountBody({ id, name, path, parentId, createdAt }: Account): AccountBody {
  return { id, name, path, parent_id: parentId, created_at: rfc3339(createdAt) };
}
