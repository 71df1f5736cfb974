import type { Queryable } from '../../database.ts';

/** A table or view, and what hawser_tenant may do with it. */
export interface TableRights {
  readonly name: string;
  /** Row security is on, and there is a policy. */
  readonly isProtected: boolean;
  /** For example `SELECT, INSERT`. */
  readonly rights: string;
}

/** Partitions are reached through their table, so they are left out. */
const TABLES = `SELECT c.oid::regclass::text AS name,
    c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS "isProtected",
    concat_ws(', ', VARIADIC ARRAY(SELECT r FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS r
      WHERE has_table_privilege('hawser_tenant', c.oid, r))) AS rights
  FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND NOT c.relispartition ORDER BY 1`;

/** Lists every table and view of the schema. */
export function tableRights(db: Queryable): Promise<TableRights[]> {
  return db.query<TableRights>(TABLES);
}
