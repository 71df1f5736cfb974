import { readdir, readFile } from 'node:fs/promises';
import type { Database, Queryable, Transaction } from './database.ts';
import { ADVISORY_LOCK } from './maintenance/advisory-locks.ts';
import { adoptTimescale } from './readings/timescale/adopt-timescale.ts';

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** The database was migrated by a newer program; this one does not know what its tables mean. */
export class DatabaseTooNewError extends Error {
  constructor(found: number, known: number) {
    super(
      `The database has schema version ${found}, this program knows versions up to ${known}. ` +
        'Start the newer program again, or restore a backup that was made before it ran.',
    );
    this.name = 'DatabaseTooNewError';
  }
}

export interface Migrated {
  /** Names of the files that were run. */
  readonly applied: readonly string[];
  /** TimescaleDB keeps the readings from now on. */
  readonly adoptedTimescale: boolean;
}

/**
 * Brings the schema up to date: runs each migration that the database has not seen, in its own transaction, and then
 * lets TimescaleDB keep the readings if it is there and does not yet.
 *
 * @param migrationsDir - folder of `NNNN_name.sql` files; the one beside this module when left out
 * @throws DatabaseTooNewError before anything is changed
 * @throws SqlError when a migration failed; those before it stay
 */
export async function migrate(
  database: Database,
  migrationsDir: URL = new URL('./migrations/', import.meta.url),
): Promise<Migrated> {
  const migrations = await readMigrations(migrationsDir);
  const known = migrations.at(-1)?.version ?? 0;
  const found = await database.transaction(prepare);
  if (found > known) throw new DatabaseTooNewError(found, known);
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await database.transaction((tx) => apply(tx, migration))) applied.push(migration.name);
  }
  return { applied, adoptedTimescale: await adoptTimescale(database) };
}

/** @returns migrations in the order of their numbers, which must be unique */
async function readMigrations(dir: URL): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => FILE_NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const version = Number(name.slice(0, 4));
      if (version === Number(names[index - 1]?.slice(0, 4)))
        throw new Error(`Two migrations have the number ${version}.`);
      return { version, name, sql: await readFile(new URL(name, dir), 'utf8') };
    }),
  );
}

/** @returns the highest version the database has seen, 0 for a new one */
async function prepare(tx: Transaction): Promise<number> {
  await lock(tx);
  await tx.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
    version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz(3) NOT NULL DEFAULT now())`);
  const [row] = await tx.query<{ version: number }>(
    'SELECT coalesce(max(version), 0)::int AS version FROM schema_migrations',
  );
  return row?.version ?? 0;
}

/** @returns false when the database has it already */
async function apply(tx: Transaction, { version, name, sql }: Migration): Promise<boolean> {
  await lock(tx);
  const seen = await tx.query('SELECT version FROM schema_migrations WHERE version = $1', [version]);
  if (seen.length > 0) return false;
  await tx.query(sql);
  await tx.query('INSERT INTO schema_migrations (version, name) VALUES ($1, $2)', [version, name]);
  return true;
}

/** Held until the transaction ends. */
async function lock(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK.schema]);
}
