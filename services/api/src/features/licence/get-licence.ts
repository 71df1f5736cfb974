import type { licenceOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { licenceReport } from './licence-report.ts';

/** `GET /v1/licence`: it is about the whole installation, so only users of the root account see it. */
export function getLicence(context: ApiContext): Handler<typeof licenceOperations.read> {
  return async (request) => {
    if (accountOf(request).parentId !== null) {
      throw new Problem('forbidden', 'The licence is about the whole installation.', {
        hint: 'Sign in as a user of the root account.',
      });
    }
    return licenceReport(context);
  };
}
