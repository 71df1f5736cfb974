import type { licenceOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { licenceReport } from './licence-report.ts';

/** `GET /v1/{account}/licence`, of the root account: it is about the whole installation. */
export function getLicence(context: ApiContext): Handler<typeof licenceOperations.read> {
  return async () => licenceReport({ ...context, db: context.unscoped.db });
}
