import type { accountOperations } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { findDeletion } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { deletionBody } from './delete-account.ts';

/** `GET /v1/{account}/accounts/{child}/deletion` */
export function getDeletion({ db }: ApiContext): Handler<typeof accountOperations.deletion> {
  return async (request) => {
    const deletion = await findDeletion(db, accountOf(request).id, request.params.child);
    if (deletion !== null) return deletionBody(deletion);
    throw new Problem('not-found', 'No account of this name is being deleted, or was within the last 30 days.');
  };
}
