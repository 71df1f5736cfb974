import type { AgentRepository, AgentScope, SeriesFilter } from '@hawser/storage';
import { agentFilter } from '../agents/find-agent.ts';

interface SeriesQuery {
  agent?: string;
  device?: string;
  metric?: string;
}

/**
 * Reads the series filters of a query.
 *
 * @throws Problem `not-found` when the scope has no such agent
 */
export async function seriesFilter(
  agents: Pick<AgentRepository, 'byNameOrId'>,
  scope: AgentScope,
  { agent, device, metric }: SeriesQuery,
): Promise<SeriesFilter> {
  return {
    ...(await agentFilter(agents, scope, agent)),
    ...(device === undefined ? {} : { device }),
    ...(metric === undefined ? {} : { metric }),
  };
}
