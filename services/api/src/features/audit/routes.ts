import { auditOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { ApiApp } from '../../http/api-app.ts';
import { listAuditEntries } from './list-audit-entries.ts';

export function addAuditRoutes(app: ApiApp, context: ApiContext): void {
  app.route({
    method: 'GET',
    url: '/v1/:account/audit',
    schema: auditOperations.list,
    config: { permission: 'audit:read' },
    handler: listAuditEntries(context),
  });
}
