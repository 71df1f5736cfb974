import type { Queryable } from '../database.ts';

/** How long readings are kept, in milliseconds; null keeps for ever. What is coarser is kept longer, or as long. */
export interface Retention {
  readonly rawMs: number | null;
  readonly minuteMs: number | null;
  readonly hourMs: number | null;
}

const FIND = `SELECT resolution, (extract(epoch FROM keep) * 1000)::bigint AS "keepMs" FROM retention_policies`;

const STORE = `INSERT INTO retention_policies (resolution, keep)
  SELECT resolution, make_interval(secs => ms / 1000) FROM unnest($1::text[], $2::float8[]) AS p (resolution, ms)
  ON CONFLICT (resolution) DO UPDATE SET keep = excluded.keep
  WHERE retention_policies.keep IS DISTINCT FROM excluded.keep RETURNING resolution`;

/** Replaces what the database says about retention, where it says something. */
export async function withStoredPolicies(db: Queryable, retention: Retention): Promise<Retention> {
  const rows = await db.query<{ resolution: string; keepMs: number | null }>(FIND);
  const keep = (resolution: string, otherwise: number | null) => {
    const row = rows.find((one) => one.resolution === resolution);
    return row === undefined ? otherwise : row.keepMs;
  };
  return {
    rawMs: keep('raw', retention.rawMs),
    minuteMs: keep('1m', retention.minuteMs),
    hourMs: keep('1h', retention.hourMs),
  };
}

/**
 * Stores how long readings are kept, for whoever drops them.
 *
 * @returns the resolutions whose retention has changed
 */
export async function storeRetentionPolicies(db: Queryable, { rawMs, minuteMs, hourMs }: Retention): Promise<string[]> {
  const rows = await db.query<{ resolution: string }>(STORE, [
    ['raw', '1m', '1h'],
    [rawMs, minuteMs, hourMs],
  ]);
  return rows.map(({ resolution }) => resolution);
}
