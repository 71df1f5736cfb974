import type { ledgerOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { parseSpan } from '../../http/times.ts';
import { auditQueue } from './audit-queue.ts';
import { ledgerBody } from './ledger-body.ts';
import { serialReader } from './serial-reader.ts';

const MINUTE_MS = 60_000;

/** `GET /v1/{account}/ledger`: what was received against what became of it. */
export function readLedger({ ledger, queue, clock }: ApiContext): Handler<typeof ledgerOperations.read> {
  const { shards } = queue.reader;
  const deps = { ledger, reader: { shards, ...serialReader(queue.reader) }, queue: queue.name };
  return async (request) => {
    const account = accountOf(request);
    const now = clock();
    // The default end is a minute ahead: a clock that was set back must not hide what was received.
    const asked = parseSpan(request.query, { from: account.createdAt, to: now + MINUTE_MS });
    const span = { from: startOfMinute(asked.from), to: startOfMinute(asked.to + MINUTE_MS - 1) };
    return ledgerBody(span, await auditQueue(deps, { account: account.id, ...span }));
  };
}

/** The ledger is kept by the minute in which a message was received. */
function startOfMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
