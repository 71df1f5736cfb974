import { Readable } from 'node:stream';
import type { auditOperations } from '@hawser/contracts/http';
import { type AuditFilter, createAuditRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { preferredType } from '../../http/preferred-type.ts';
import { parseTime } from '../../http/times.ts';
import { CSV_TYPE } from '../telemetry/csv-fields.ts';
import { auditBody } from './audit-body.ts';
import { auditText } from './audit-text.ts';

type Operation = typeof auditOperations.list;

const NDJSON = 'application/x-ndjson';
const OFFERED = ['application/json', NDJSON, 'text/csv'] as const;

/** `GET /v1/{account}/audit`: a page as JSON, or everything as lines of JSON or as a table, written piece by piece. */
export function listAuditEntries({ db }: ApiContext): Handler<Operation> {
  const entries = createAuditRepository(db);
  return async (request, reply) => {
    const { id } = accountOf(request);
    const filter = filterOf(request.query);
    const type = preferredType(request.headers.accept, OFFERED);
    reply.header('vary', 'accept');
    if (type === 'application/json') {
      return pageBody(await entries.list(id, filter, pageRequest(request.query)), auditBody);
    }
    const text = auditText(entries.read(id, filter), type === NDJSON ? 'ndjson' : 'csv');
    // A stream of text is sent as it is; the reply's type knows only the document.
    return reply.type(type === NDJSON ? NDJSON : CSV_TYPE).send(Readable.from(text) as never);
  };
}

function filterOf({ limit, cursor, from, to, ...others }: HandlerRequest<Operation>['query']): AuditFilter {
  return {
    ...others,
    ...(from === undefined ? {} : { from: parseTime('from', from) }),
    ...(to === undefined ? {} : { to: parseTime('to', to) }),
  };
}
