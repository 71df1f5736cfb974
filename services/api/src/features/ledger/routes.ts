import { ledgerOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { readLedger } from './read-ledger.ts';

export function addLedgerRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/ledger',
    schema: ledgerOperations.read,
    config: { permission: 'telemetry:read', perAgent: true },
    handler: readLedger(context),
  });
}
