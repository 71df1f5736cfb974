import { Readable } from 'node:stream';
import type { telemetryOperations } from '@hawser/contracts/http';
import type { SeriesPoints } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler, HandlerRequest } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { parseSpan } from '../../http/times.ts';
import { CSV_TYPE, wantsCsv } from './csv-fields.ts';
import { csvOf } from './readings-csv.ts';
import { jsonOf } from './readings-json.ts';
import { seriesFilter } from './series-filter.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_POINTS = 1_000;

type Operation = typeof telemetryOperations.readings;

/** `GET /v1/{account}/readings`: as JSON or as a CSV table, written piece by piece. */
export function queryReadings(context: ApiContext): Handler<Operation> {
  return async (request, reply) => {
    const series = await query(context, request);
    const csv = wantsCsv(request.headers.accept);
    reply.header('vary', 'accept').type(csv ? CSV_TYPE : 'application/json');
    // A stream of text is sent as it is; the reply's type knows only the document it makes.
    return reply.send(Readable.from(csv ? csvOf(series) : jsonOf(series)) as never);
  };
}

async function query(
  { agents, readings, clock }: ApiContext,
  request: HandlerRequest<Operation>,
): Promise<SeriesPoints[]> {
  const scope = scopeOf(request);
  const { points = DEFAULT_POINTS, resolution = 'auto' } = request.query;
  const now = clock();
  const to = request.query.to === undefined ? now : parseSpan({ to: request.query.to }, { from: now, to: now }).to;
  const span = parseSpan(request.query, { from: to - HOUR_MS, to });
  const filter = await seriesFilter(agents, scope, request.query);
  return readings.query({ scope, ...filter, ...span, points, resolution });
}
