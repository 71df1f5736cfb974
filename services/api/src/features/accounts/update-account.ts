import type { accountOperations } from '@hawser/contracts/http';
import type { EffectiveLimits } from '@hawser/core';
import { type Account, type AccountChange, createAccountRepository, isOpen } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { etagOf, expectedVersion } from '../../http/etag.ts';
import { accountBody } from './account-body.ts';
import { applyChanges, assertGivable, readExpiry } from './account-input.ts';
import { disconnectBranch } from './disconnect-branch.ts';
import { findChild } from './find-child.ts';
import { policyOf } from './policy-of.ts';

/** `PATCH /v1/{account}/accounts/{child}`; with `If-Match` only when nobody changed it meanwhile. */
export function updateAccount(context: ApiContext): Handler<typeof accountOperations.update> {
  const { accounts, invalidations, policies, clock } = context;
  return async (request, reply) => {
    const parent = accountOf(request);
    const { id, name } = await findChild(accounts, parent, request.params.child);
    const { limits: above } = await policyOf(policies, parent);
    request.audit.on({ kind: 'account', id, name });
    const after = await request.audit.transaction(async (tx) => {
      const changing = createAccountRepository(tx);
      const before = await findChild(changing, parent, id);
      const expected = expectedVersion(request.headers['if-match']) ?? before.version;
      const changed = await changing.update(id, expected, changeOf(request.body, before, parent, above));
      request.audit.change(before, changed);
      return changed;
    });
    await invalidations.publish({ type: 'account-changed', account: id });
    if (!isOpen(after, clock())) await disconnectBranch(context, after);
    reply.header('etag', etagOf(after.version));
    return accountBody(after, clock());
  };
}

type Body = HandlerRequest<typeof accountOperations.update>['body'];

function changeOf(body: Body, before: Account, parent: Account, above: EffectiveLimits): AccountChange {
  const { organisation, contact, expires_at, limits } = body;
  const given = limits === undefined ? before.limits : applyChanges(before.limits, limits);
  if (limits !== undefined) assertGivable(onlyNamed(given, limits), parent, above);
  return {
    ...(organisation === undefined ? {} : { organisation }),
    ...(contact === undefined ? {} : { contact }),
    ...(expires_at === undefined ? {} : { expiresAt: readExpiry(expires_at, parent) }),
    ...(limits === undefined ? {} : { limits: given }),
  };
}

/** What stays as it was is not asked for again: its parent may have been given less meanwhile. */
function onlyNamed<Given extends object>(given: Given, named: object): Partial<Given> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in named)) as Partial<Given>;
}
