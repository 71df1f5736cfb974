import type { accountOperations, AccountDeletion as DeletionBody } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import {
  type Account,
  type AccountDeletion,
  accountContents,
  beginDeletion,
  lockAccount,
  removeEmptyAccount,
  type Transaction,
} from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { expectedVersion } from '../../http/etag.ts';
import { rfc3339, rfc3339OrNull } from '../../http/times.ts';
import { disconnectBranch } from './disconnect-branch.ts';
import { findChild } from './find-child.ts';

/** `DELETE /v1/{account}/accounts/{child}`: at once without data; else once it is confirmed, as a job of the scheduler. */
export function deleteAccount(context: ApiContext): Handler<typeof accountOperations.remove> {
  const { accounts, invalidations, clock } = context;
  return async (request, reply) => {
    const child = await findChild(accounts, accountOf(request), request.params.child);
    const expected = expectedVersion(request.headers['if-match']);
    if (expected !== null && expected !== child.version) {
      throw new Problem('stale-version', 'The account was changed meanwhile.', { hint: 'Read it again.' });
    }
    request.audit.on({ kind: 'account', id: child.id, name: child.name });
    const deletion = await request.audit.transaction(async (tx) => {
      request.audit.change(child, null);
      return remove(tx, child, request.body?.confirm, clock());
    });
    await invalidations.publish({ type: 'account-changed', account: child.id });
    if (deletion === null) return reply.code(204).send(null);
    await disconnectBranch(context, child);
    return reply.code(202).send(deletionBody(deletion));
  };
}

/** @returns null when it is gone, else how far its deletion is */
async function remove(
  tx: Transaction,
  account: Account,
  confirm: string | undefined,
  now: number,
): Promise<AccountDeletion | null> {
  await lockAccount(tx, account.id);
  const { children, hasData } = await accountContents(tx, account.id);
  if (children.length > 0) throw hasChildren(account, children);
  if (!hasData) {
    await removeEmptyAccount(tx, account.id);
    return null;
  }
  if (confirm !== account.name) throw notConfirmed(account, confirm);
  return beginDeletion(tx, account, now);
}

export function deletionBody({ name, rowsDone, requestedAt, finishedAt }: AccountDeletion): DeletionBody {
  return {
    name,
    state: finishedAt === null ? 'running' : 'done',
    rows_done: rowsDone,
    requested_at: rfc3339(requestedAt),
    finished_at: rfc3339OrNull(finishedAt),
  };
}

function hasChildren({ name }: Account, children: readonly string[]): Problem {
  return new Problem('conflict', `The account ${name} has accounts below it: ${children.join(', ')}.`, {
    hint: 'Delete those first.',
  });
}

function notConfirmed({ name }: Account, confirm: string | undefined): Problem {
  const message =
    confirm === undefined ? 'and that is not confirmed' : `and ${JSON.stringify(confirm)} is not its name`;
  return new Problem('conflict', `Deleting the account ${name} deletes its agents, users and readings, ${message}.`, {
    hint: `Send {"confirm": "${name}"} to delete all of it for good.`,
  });
}
