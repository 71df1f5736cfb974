import type { fleetOperations } from '@hawser/contracts/http';
import { isUuid, Problem } from '@hawser/core';
import { createFleetRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, sessionOf } from '../../http/context-of.ts';
import { etagOf } from '../../http/etag.ts';
import { fleetBody } from './fleet-body.ts';

const FIRST_VERSION = 1;

/** `POST /v1/{account}/fleets` */
export function createFleet({ idempotency }: ApiContext): Handler<typeof fleetOperations.create> {
  return async (request, reply) => {
    const account = accountOf(request);
    const { name, description = '' } = request.body;
    if (isUuid(name)) throw new Problem('invalid-input', 'A name cannot look like an id.', { hint: 'Take another.' });
    const once = {
      key: request.headers['idempotency-key'],
      scope: ['fleet', sessionOf(request).userId, account.id],
      body: request.body,
    };
    const body = await idempotency.once(once, () =>
      request.audit.transaction(async (tx) => {
        const fleet = await createFleetRepository(tx).create({ accountId: account.id, name, description });
        request.audit.on({ kind: 'fleet', id: fleet.id, name }).change(null, fleet);
        return fleetBody(fleet, account);
      }),
    );
    request.audit.on({ kind: 'fleet', id: body.id, name });
    reply.header('location', `/v1/${account.name}/fleets/${body.id}`).header('etag', etagOf(FIRST_VERSION));
    return reply.code(201).send(body);
  };
}
