import type { AgentScope } from '../agents/agent-scope.ts';
import type { Queryable } from '../database.ts';
import { decodePageCursor, encodePageCursor } from './page-cursor.ts';
import { resolveSeries } from './resolve-series.ts';
import type { ResolvedSeries, Series, SeriesDefinition, SeriesFilter } from './series.ts';
import { SERIES_COLUMNS, SERIES_CONDITION, SERIES_TABLES, seriesParameters } from './series-filter.ts';

export interface SeriesPage {
  readonly items: readonly Series[];
  /** Give it back to continue; null after the last page. */
  readonly nextCursor: string | null;
}

export interface SeriesRepository {
  /**
   * Finds or makes the series of the definitions in at most four statements, whatever their number. A unit that is
   * given replaces the stored one; a kind that differs from the stored one turns it into `mixed`.
   *
   * @returns by `seriesKey(agentId, device, metric)`
   * @throws SqlError (foreign key) when an agent was deleted meanwhile
   */
  resolve(definitions: readonly SeriesDefinition[]): Promise<Map<string, ResolvedSeries>>;
  /**
   * Lists the series of a scope's agents by agent name, device and metric.
   *
   * @param page.limit - most items of the page
   * @param page.cursor - `nextCursor` of the page before, null for the first
   */
  list(scope: AgentScope, page: SeriesFilter & { limit: number; cursor: string | null }): Promise<SeriesPage>;
}

const LIST = `SELECT ${SERIES_COLUMNS} FROM ${SERIES_TABLES} WHERE ${SERIES_CONDITION}
  AND ($7::text IS NULL OR (a.name, s.device, s.metric, s.id) > ($7, $8, $9, $10::bigint))
  ORDER BY a.name, s.device, s.metric, s.id LIMIT $11`;

const CURSOR_SHAPE = ['string', 'string', 'string', 'number'] as const;

export function createSeriesRepository(db: Queryable): SeriesRepository {
  return {
    resolve: (definitions) => resolveSeries(db, definitions),
    async list(scope, { limit, cursor, ...filter }) {
      const after = cursor === null ? [null, null, null, null] : decodePageCursor(cursor, CURSOR_SHAPE);
      const rows = await db.query<Series>(LIST, [...seriesParameters(scope, filter), ...after, limit + 1]);
      return pageOf(rows, limit);
    },
  };
}

function pageOf(rows: readonly Series[], limit: number): SeriesPage {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  return { items, nextCursor: encodePageCursor([last.agentName, last.device, last.metric, last.id]) };
}
