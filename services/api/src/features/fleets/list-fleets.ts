import type { fleetOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { fleetBody } from './fleet-body.ts';

/** `GET /v1/{account}/fleets` */
export function listFleets({ fleets }: ApiContext): Handler<typeof fleetOperations.list> {
  return async (request) => {
    const page = await fleets.list(scopeOf(request), pageRequest(request.query));
    return pageBody(page, (fleet) => fleetBody(fleet, accountOf(request)));
  };
}
