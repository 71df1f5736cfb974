import type { ledgerOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf, scopeOf } from '../../http/context-of.ts';
import { auditQueue } from './audit-queue.ts';
import { ledgerBody } from './ledger-body.ts';
import { ledgerSpan } from './ledger-span.ts';
import { LostEntries } from './lost-entries.ts';
import { serialReader } from './serial-reader.ts';

/** `GET /v1/{account}/ledger`: what was received against what became of it. */
export function readLedger({ agents, ledger, queue, clock }: ApiContext): Handler<typeof ledgerOperations.read> {
  const { shards } = queue.reader;
  const reader = { shards, ...serialReader(queue.reader) };
  const deps = { ledger, reader, queue: queue.name, lost: new LostEntries(clock) };
  return async (request) => {
    const account = accountOf(request);
    const span = ledgerSpan(request.query, account.createdAt, clock());
    const scope = scopeOf(request);
    const within = scope.fleets === null ? null : new Set(await agents.idsIn(scope));
    return ledgerBody(span, await auditQueue(deps, { account: account.id, ...span }), within);
  };
}
