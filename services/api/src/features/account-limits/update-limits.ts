import type { limitOperations } from '@hawser/contracts/http';
import { effectiveLimits, Problem } from '@hawser/core';
import { type Account, createAccountRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { applyChanges } from '../accounts/account-input.ts';
import { limitsBody } from './limits-body.ts';

/**
 * `PATCH /v1/{account}/limits`: what the whole installation may use. With `If-Match` only when nobody changed the account
 * meanwhile. Of any other account the limits are a matter of the account above it.
 */
export function updateLimits(context: ApiContext): Handler<typeof limitOperations.update> {
  return async (request, reply) => {
    const root = accountOf(request);
    assertRoot(root);
    const { id, name } = root;
    request.audit.on({ kind: 'account', id, name });
    const after = await request.audit.transaction(async (tx) => {
      const accounts = createAccountRepository(tx);
      const [before] = await accounts.path(id);
      if (before === undefined) throw new Problem('not-found', 'The account does not exist any more.');
      const expected = expectedVersion(request.headers['if-match']) ?? before.version;
      const changed = await accounts.update(id, expected, { limits: applyChanges(before.limits, request.body) });
      request.audit.change(before, changed);
      return changed;
    });
    await context.invalidations.publish({ type: 'account-changed', account: id });
    reply.header('etag', etagOf(after.version));
    return limitsBody(context, after, effectiveLimits([after]));
  };
}

function assertRoot({ parentId, name, path }: Account): void {
  if (parentId === null) return;
  const parent = path.split('/').at(-2);
  throw new Problem('forbidden', `The limits of ${name} are set by the account above it.`, {
    hint: `An administrator of ${parent} sets them with PATCH /v1/${parent}/accounts/${name}.`,
  });
}
