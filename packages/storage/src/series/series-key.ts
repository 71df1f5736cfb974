import type { AgentId } from '@hawser/core';

/** Separates the parts of a key; names cannot contain it, because PostgreSQL text cannot. */
const SEPARATOR = '\0';

/** Names a series before its id is known: an agent, one of its devices, one of the device's metrics. */
export function seriesKey(agentId: AgentId, device: string, metric: string): string {
  return `${agentId}${SEPARATOR}${device}${SEPARATOR}${metric}`;
}
