import type { LatestReading as LatestBody, telemetryOperations } from '@hawser/contracts/http';
import type { LatestReading } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../http/api-app.ts';
import { accountOf } from '../../http/context-of.ts';
import { agentFilter } from '../agents/find-agent.ts';

const DEFAULT_LIMIT = 1_000;
const QUALITIES = ['good', 'uncertain', 'bad'] as const;

/** `GET /v1/{account}/latest`: one more than asked for is read, to know whether that was all. */
export function latestReadings({ agents, readings }: ApiContext): Handler<typeof telemetryOperations.latest> {
  return async (request) => {
    const account = accountOf(request);
    const { agent, limit = DEFAULT_LIMIT } = request.query;
    const filter = await agentFilter(agents, account, agent);
    const latest = await readings.latest(account.id, { ...filter, limit: limit + 1 });
    return { items: latest.slice(0, limit).map(latestBody), complete: latest.length <= limit };
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
