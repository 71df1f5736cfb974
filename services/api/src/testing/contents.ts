import type { Queryable } from '@hawser/storage';

/** Tables that a refused request may have changed: what counts tries, and uses up what proves who somebody is. */
const PROOFS = ['sign_in_failures', 'sign_in_challenges'];
/** Counted attempts of earlier requests are written whenever their minute is over. */
const AUDIT = ['audit_entries', 'audit_heads'];
/** Made when it is first needed, and then kept for every token to come. */
const KEYS = ['token_keys'];
const LEFT_OUT: ReadonlySet<string> = new Set([...PROOFS, ...AUDIT, ...KEYS]);
/** Columns of the same kind: the newest code that was used, and when an API token was. */
const PROOF_COLUMNS = `'{last_step,last_used_at}'::text[]`;

/** What all other tables but the audit hold, as a hash of each: it stays the same when nothing was changed. */
export async function contentsOf(db: Queryable): Promise<Record<string, string>> {
  const tables = await db.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
  );
  const names = tables.map(({ name }) => name).filter((name) => !LEFT_OUT.has(name));
  const hashes = names.map((name) => {
    const row = `(to_jsonb(t) - ${PROOF_COLUMNS})::text`;
    return `SELECT '${name}' AS name, md5(coalesce(string_agg(${row}, ' ' ORDER BY ${row}), '')) AS hash FROM "${name}" t`;
  });
  const rows = await db.query<{ name: string; hash: string }>(hashes.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}
