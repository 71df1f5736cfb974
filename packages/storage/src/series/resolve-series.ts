import type { AgentId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import type { ResolvedSeries, SeriesDefinition } from './series.ts';
import { seriesKey } from './series-key.ts';

interface ResolvedRow extends ResolvedSeries {
  readonly agentId: AgentId;
  readonly device: string;
  readonly metric: string;
}

const RETURNED = 's.id, s.agent_id AS "agentId", s.device, s.metric, s.unit, s.value_kind AS kind';

const SELECT = `SELECT ${RETURNED} FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (agent_id, device, metric)
  JOIN series s USING (agent_id, device, metric)`;

/** Sorted, so that two sessions that insert the same series wait for each other in one order. */
const INSERT = `INSERT INTO series AS s (account_id, agent_id, device, metric, unit, value_kind, protocol)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    AS k (account_id, agent_id, device, metric, unit, value_kind, protocol) ORDER BY agent_id, device, metric
  ON CONFLICT (agent_id, device, metric) DO NOTHING RETURNING ${RETURNED}`;

const UPDATE = `UPDATE series s SET unit = k.unit, value_kind = k.kind
  FROM unnest($1::int[], $2::text[], $3::text[]) AS k (id, unit, kind) WHERE s.id = k.id`;

/**
 * Finds the series of the definitions, inserts those that are new, and notes a changed unit or kind.
 *
 * Looking before inserting matters: an `INSERT … ON CONFLICT` takes an id for every row that is there already, and ids
 * are 32 bits.
 *
 * @throws SqlError (foreign key) when an agent was deleted meanwhile
 */
export async function resolveSeries(
  db: Queryable,
  definitions: readonly SeriesDefinition[],
): Promise<Map<string, ResolvedSeries>> {
  const wanted = mergeDefinitions(definitions);
  const resolved = new Map<string, ResolvedSeries>();
  await find(db, wanted, resolved);
  const missing = absent(wanted, resolved);
  if (missing.length > 0) await insert(db, missing, resolved);
  // Another session was faster with these: their rows are visible to a new statement.
  const lost = absent(wanted, resolved);
  if (lost.length > 0) await find(db, new Map(lost.map((d) => [keyOf(d), d])), resolved);
  await noteChanges(db, wanted, resolved);
  return resolved;
}

/** One definition per series: the last unit that was given, and `mixed` where kinds differ. */
function mergeDefinitions(definitions: readonly SeriesDefinition[]): Map<string, SeriesDefinition> {
  const merged = new Map<string, SeriesDefinition>();
  for (const definition of definitions) {
    const before = merged.get(keyOf(definition));
    merged.set(keyOf(definition), before === undefined ? definition : combine(before, definition));
  }
  return merged;
}

function combine(before: SeriesDefinition, after: SeriesDefinition): SeriesDefinition {
  return { ...after, unit: after.unit ?? before.unit, kind: before.kind === after.kind ? after.kind : 'mixed' };
}

async function find(
  db: Queryable,
  wanted: ReadonlyMap<string, SeriesDefinition>,
  into: Map<string, ResolvedSeries>,
): Promise<void> {
  const all = [...wanted.values()];
  const columns = [all.map((d) => d.agentId), all.map((d) => d.device), all.map((d) => d.metric)];
  collect(await db.query<ResolvedRow>(SELECT, columns), into);
}

async function insert(
  db: Queryable,
  missing: readonly SeriesDefinition[],
  into: Map<string, ResolvedSeries>,
): Promise<void> {
  const columns = [
    missing.map((d) => d.accountId),
    missing.map((d) => d.agentId),
    missing.map((d) => d.device),
    missing.map((d) => d.metric),
    missing.map((d) => d.unit),
    missing.map((d) => d.kind),
    missing.map((d) => d.protocol),
  ];
  collect(await db.query<ResolvedRow>(INSERT, columns), into);
}

async function noteChanges(
  db: Queryable,
  wanted: ReadonlyMap<string, SeriesDefinition>,
  resolved: Map<string, ResolvedSeries>,
): Promise<void> {
  const changed: ResolvedSeries[] = [];
  for (const [key, before] of resolved) {
    const definition = wanted.get(key);
    if (definition === undefined) continue;
    const unit = definition.unit ?? before.unit;
    const kind = definition.kind === before.kind ? before.kind : 'mixed';
    if (unit === before.unit && kind === before.kind) continue;
    const after = { id: before.id, unit, kind };
    resolved.set(key, after);
    changed.push(after);
  }
  if (changed.length === 0) return;
  await db.query(UPDATE, [changed.map((s) => s.id), changed.map((s) => s.unit), changed.map((s) => s.kind)]);
}

function collect(rows: readonly ResolvedRow[], into: Map<string, ResolvedSeries>): void {
  for (const { agentId, device, metric, id, kind, unit } of rows) {
    into.set(seriesKey(agentId, device, metric), { id, kind, unit });
  }
}

function absent(
  wanted: ReadonlyMap<string, SeriesDefinition>,
  resolved: ReadonlyMap<string, ResolvedSeries>,
): SeriesDefinition[] {
  return [...wanted].filter(([key]) => !resolved.has(key)).map(([, definition]) => definition);
}

function keyOf(definition: SeriesDefinition): string {
  return seriesKey(definition.agentId, definition.device, definition.metric);
}
