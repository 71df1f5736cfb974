import type { Series as SeriesBody, telemetryOperations } from '@hawser/contracts/http';
import type { Series } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { scopeOf } from '../../http/context-of.ts';
import { pageBody, pageRequest } from '../../http/pages.ts';
import { seriesFilter } from './series-filter.ts';

/** `GET /v1/{account}/series` */
export function listSeries({ agents, series }: ApiContext): Handler<typeof telemetryOperations.series> {
  return async (request) => {
    const scope = scopeOf(request);
    const filter = await seriesFilter(agents, scope, request.query);
    return pageBody(await series.list(scope, { ...pageRequest(request.query), ...filter }), seriesBody);
  };
}

function seriesBody({ agentName, agentId, device, metric, unit, kind }: Series): SeriesBody {
  return { agent: agentName, agent_id: agentId, device, metric, unit, kind };
}
