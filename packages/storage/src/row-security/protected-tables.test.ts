import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { tableRights } from './testing/table-rights.ts';
import { fillTenants, TENANT_ENGINES, type Tenants } from './testing/tenant-engines.ts';

/** Why a table or view that hawser_tenant may read hides nothing. Everything else must have a policy, or no rights. */
const OPEN_FOR_A_REASON: Readonly<Record<string, string>> = {
  all_readings: 'reached only by the ids of series that were filtered; a policy would cost every reading',
  all_readings_1m: 'the same',
  all_readings_1h: 'the same',
  retention_floors: 'the same for all accounts',
  shard_offsets: 'positions in the queue, which all accounts share',
  intake_cursors: 'positions in the queue, which all accounts share',
  journal_offsets: 'positions in the queue, which all accounts share',
};

/** Why hawser_tenant may not touch a table at all. */
const CLOSED_FOR_A_REASON: Readonly<Record<string, string>> = {
  schema_migrations: 'belongs to the program',
  installation: 'belongs to the program',
  encryption_keys: 'sign-in alone needs the keys',
  token_keys: 'API tokens are checked before an account is known',
  signing_keys: 'sign-in alone needs the private keys',
  readings: 'read through all_readings, written by ingestion alone',
  readings_1m: 'read through all_readings_1m, written by ingestion alone',
  readings_1h: 'read through all_readings_1h, written by ingestion alone',
  rollup_partials: 'read through the views, written by ingestion alone',
  retention_policies: 'for maintenance',
  dedup_cursors: 'for ingestion',
  dedup_ids: 'for ingestion',
  ingestion_members: 'for ingestion',
  account_readings: 'for readers by SQL, who have roles of their own',
};

describe.each(TENANT_ENGINES)('the tables under row security on %s', (_name, open) => {
  let engine: { readonly database: Database; close(): Promise<void> };
  let db: Database;
  let tenants: Tenants;

  beforeAll(async () => {
    engine = await open();
    db = engine.database;
    tenants = await fillTenants(db);
  });
  afterAll(() => engine.close());

  it('covers every table of the schema', async () => {
    const problems: string[] = [];
    for (const { name, isProtected, rights } of await tableRights(db)) {
      const isOpen = OPEN_FOR_A_REASON[name] !== undefined;
      const isClosed = CLOSED_FOR_A_REASON[name] !== undefined;
      if (isProtected ? isOpen || isClosed : !isOpen && !isClosed) problems.push(howToProtect(name));
      if (isOpen && rights !== 'SELECT') problems.push(`${name}: hawser_tenant has ${rights} and should have SELECT`);
      if (isClosed && rights !== '') problems.push(`${name}: hawser_tenant has ${rights} and should have nothing`);
    }
    expect(problems).toEqual([]);
  });

  it('shows of every table only what belongs to the account and those below it', async () => {
    const { acme, north, other } = tenants;
    const seen = new Map<string, string>();
    for (const { name } of (await tableRights(db)).filter((table) => table.isProtected)) {
      const count = `SELECT count(*) AS n FROM ${name}`;
      const [all] = await db.query(count);
      const counts = [acme, north, other].map(async ({ account }) => (await db.within(account).query(count))[0]?.n);
      seen.set(name, [all?.n, ...(await Promise.all(counts))].join(' '));
    }
    const each = '3 2 1 1';
    expect(Object.fromEntries(seen)).toEqual({
      accounts: '4 2 1 1',
      account_deletions: each,
      account_holds: each,
      account_readers: each,
      account_usage: each,
      api_tokens: each,
      audit_entries: each,
      audit_heads: each,
      fleet_members: each,
      fleets: each,
      grants: each,
      invitations: each,
      oidc_identities: each,
      oidc_mappings: each,
      recovery_codes: each,
      roles: each,
      sessions: each,
      sign_in_challenges: each,
      sign_in_failures: each,
      trusted_browsers: each,
      user_totp: each,
      agent_credentials: each,
      agent_presence: each,
      agents: each,
      dead_letters: each,
      latest_readings: each,
      ledger: each,
      limit_crossings: each,
      one_time_tokens: each,
      refresh_tokens: each,
      series: each,
      series_purge: each,
      users: each,
    });
  });
});

function howToProtect(table: string): string {
  return (
    `${table}: add "select protect_by_account('${table}');" to a migration, or "select protect_by_parent('${table}', ` +
    `'<key>', '<table of the parent>');", or a reason to OPEN_FOR_A_REASON or CLOSED_FOR_A_REASON of this test`
  );
}
