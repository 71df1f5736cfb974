import { Readable } from 'node:stream';
import type { LatestReading as LatestBody, telemetryOperations } from '@hawser/contracts/http';
import type { LatestReading } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { agentFilter } from '../agents/find-agent.ts';
import { CSV_TYPE, wantsCsv } from './csv-fields.ts';
import { latestCsvOf } from './latest-csv.ts';

const DEFAULT_LIMIT = 1_000;
const QUALITIES = ['good', 'uncertain', 'bad'] as const;

/**
 * `GET /v1/{account}/latest`, as JSON or as a CSV table. One more than asked for is read, to know whether that was all.
 */
export function latestReadings({ agents, readings }: ApiContext): Handler<typeof telemetryOperations.latest> {
  return async (request, reply) => {
    const scope = scopeOf(request);
    const { agent, limit = DEFAULT_LIMIT } = request.query;
    const filter = await agentFilter(agents, scope, agent);
    const latest = await readings.latest(scope, { ...filter, limit: limit + 1 });
    const items = latest.slice(0, limit).map(latestBody);
    reply.header('vary', 'accept');
    if (!wantsCsv(request.headers.accept)) return { items, complete: latest.length <= limit };
    // A stream of text is sent as it is; the reply's type knows only the document.
    return reply.type(CSV_TYPE).send(Readable.from(latestCsvOf(items)) as never);
  };
}

function latestBody({ agentName, agentId, kind, value, quality, ...rest }: LatestReading): LatestBody {
  const { device, metric, unit, time } = rest;
  return {
    agent: agentName,
    agent_id: agentId,
    device,
    metric,
    unit,
    time,
    value: kind === 'boolean' ? value === 1 : value,
    quality: QUALITIES[quality] ?? 'bad',
  };
}
