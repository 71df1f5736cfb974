import { type AgentScope, inFleets } from '../agents/agent-scope.ts';
import type { SeriesFilter } from './series.ts';

/** Columns of a `Series` from `series s JOIN agents a`. */
export const SERIES_COLUMNS = `s.id, s.account_id AS "accountId", s.agent_id AS "agentId", a.name AS "agentName",
  s.device, s.metric, s.unit, s.value_kind AS kind, s.protocol, s.created_at AS "createdAt"`;

export const SERIES_TABLES = 'series s JOIN agents a ON a.id = s.agent_id';

/**
 * Condition on `s` with the parameters `$1…$6`; a parameter that is NULL does not restrict.
 */
export const SERIES_CONDITION = `s.account_id = $1
  AND ($2::uuid IS NULL OR s.agent_id = $2)
  AND ($3::text IS NULL OR s.device = $3)
  AND ($4::text IS NULL OR s.metric = $4)
  AND ($5::int[] IS NULL OR s.id = ANY ($5))
  AND ${inFleets('s.agent_id', 6)}`;

/** Parameters `$1…$6` of {@link SERIES_CONDITION}. */
export function seriesParameters({ accountId, fleets }: AgentScope, filter: SeriesFilter): unknown[] {
  const { agentId = null, device = null, metric = null, seriesIds = null } = filter;
  return [accountId, agentId, device, metric, seriesIds, fleets];
}
