import type { AgentId } from '@hawser/core';
import { type AgentScope, inFleets } from '../agents/agent-scope.ts';
import type { Database } from '../database.ts';
import type { Series } from '../series/series.ts';
import { SERIES_COLUMNS } from '../series/series-filter.ts';
import type { ReadingsQuery, SeriesPoints } from './points.ts';
import { type QueryLimits, queryReadings } from './query-readings.ts';

export const DEFAULT_QUERY_LIMITS: QueryLimits = Object.freeze({
  series: 200,
  points: 1_000_000,
  rawReadings: 5_000_000,
});

/** The newest reading of a series. */
export interface LatestReading extends Series {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  /** Booleans are 0 and 1. */
  readonly value: number | string;
  readonly quality: number;
}

export interface ReadingsRepository {
  /**
   * Reads points of the series that match, no more per series than asked for, and says where they come from. `auto`
   * gives the readings themselves where they fit, else minutes, else hours. Buckets of roll-ups are widened until they
   * fit; readings are thinned out so that the lowest and the highest of each bucket remain.
   *
   * @throws Problem `limit-reached` when too many series match or too many readings would have to be thinned out
   */
  query(query: ReadingsQuery): Promise<SeriesPoints[]>;
  /** Reads the newest reading of each series of a scope's agents, or of one of them; at most `limit` of them. */
  latest(scope: AgentScope, options: { agentId?: AgentId; limit: number }): Promise<LatestReading[]>;
}

const LATEST = `SELECT ${SERIES_COLUMNS}, l.time, l.value AS number, l.value_text AS text, l.quality
  FROM latest_readings l JOIN series s ON s.id = l.series_id JOIN agents a ON a.id = s.agent_id
  WHERE s.account_id = $1 AND ($2::uuid IS NULL OR s.agent_id = $2) AND ${inFleets('s.agent_id', 4)}
  ORDER BY a.name, s.device, s.metric, s.id LIMIT $3`;

interface LatestRow extends Series {
  readonly time: number;
  readonly number: number | null;
  readonly text: string | null;
  readonly quality: number;
}

export function createReadingsRepository(db: Database, limits: QueryLimits = DEFAULT_QUERY_LIMITS): ReadingsRepository {
  return {
    query: (query) => queryReadings(db, query, limits),
    async latest({ accountId, fleets }, { agentId = null, limit }: { agentId?: AgentId | null; limit: number }) {
      const rows = await db.query<LatestRow>(LATEST, [accountId, agentId, limit, fleets]);
      return rows.map(({ number, text, ...rest }) => ({ ...rest, value: number ?? text ?? '' }));
    },
  };
}
