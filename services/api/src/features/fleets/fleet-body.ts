import type { Fleet as FleetBody } from '@hawser/contracts/http';
import type { Account, Fleet } from '@hawser/storage';
import { rfc3339 } from '../../http/times.ts';

export function fleetBody(fleet: Fleet, account: Account): FleetBody {
  const { id, name, description, agents } = fleet;
  return {
    id,
    name,
    account: account.name,
    description,
    agents,
    created_at: rfc3339(fleet.createdAt),
    updated_at: rfc3339(fleet.updatedAt),
  };
}
