import { ConfigurationError } from '@hawser/platform';
import { type Database, hasSqlState, type Queryable, SQLSTATE, SqlError, TENANT_ROLE } from '@hawser/storage';
import { withDatabase } from './connect.ts';
import { scramVerifier } from './scram-verifier.ts';
import type { InitSettings } from './settings.ts';

/** Any number that nothing else locks; two that start together work one after the other. */
const INIT_LOCK = 7_285_002;

interface Target {
  readonly role: string;
  readonly password: string;
  readonly database: string;
}

/** What the statements below need, quoted by the server. */
const QUOTE = `SELECT quote_ident($1) AS role, quote_literal($2) AS verifier, quote_ident($3) AS database`;

interface Quoted {
  readonly role: string;
  readonly verifier: string;
  readonly database: string;
}

const EXISTS = `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
  EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`;

const rights = ({ role, database }: Quoted): string => `
  GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${database} TO ${role};
  GRANT USAGE, CREATE ON SCHEMA public TO ${role};
  GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
  GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role};
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO ${role};
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO ${role}`;

/**
 * Makes the role and the database that `DATABASE_URL` names, with what the program needs to work there. What is there
 * already stays; the role gets the password of the URL.
 *
 * @param say - takes one line for each step
 * @throws ConfigurationError when the URLs do not say enough; SqlError when the administrator may not do it
 */
export async function initDatabase(settings: InitSettings, say: (line: string) => void): Promise<void> {
  const target = targetOf(settings.databaseUrl);
  const admin = {
    url: settings.adminUrl,
    setting: 'DATABASE_ADMIN_URL',
    statementTimeoutMs: settings.statementTimeoutMs,
  };
  const quoted = await withDatabase(admin, async (database) => {
    const made = await createRoleAndDatabase(database, target, say);
    say(await createTenantRole(database, made.role));
    return made;
  });
  const there = new URL(settings.adminUrl);
  there.pathname = `/${encodeURIComponent(target.database)}`;
  await withDatabase({ ...admin, url: there.href }, async (database) => {
    await database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [INIT_LOCK]);
      await tx.query(rights(quoted));
    });
    say(`Role ${target.role} may work in database ${target.database}`);
    say(await enableTimescale(database));
  });
}

/** @throws ConfigurationError when the URL lacks a user, a password or a database */
function targetOf(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  const part = (value: string | undefined) => decodeURIComponent(value ?? '');
  const target = {
    role: part(url?.username),
    password: part(url?.password),
    database: part(url?.pathname.slice(1)),
  };
  const missing = Object.entries(target).filter(([, value]) => value === '');
  if (missing.length === 0) return target;
  const names = missing.map(([name]) => name).join(', ');
  throw new ConfigurationError([
    `DATABASE_URL: must be postgres://role:password@host:port/database; missing: ${names}`,
  ]);
}

async function createRoleAndDatabase(admin: Database, target: Target, say: (line: string) => void): Promise<Quoted> {
  const values = [target.role, scramVerifier(target.password), target.database];
  const [quoted] = await admin.query<Quoted>(QUOTE, values);
  if (quoted === undefined) throw new Error('A SELECT without FROM must give one row.');
  const found = await admin.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [INIT_LOCK]);
    const [exists] = await tx.query<{ role: boolean; database: boolean }>(EXISTS, [target.role, target.database]);
    const verb = exists?.role === true ? 'ALTER' : 'CREATE';
    await tx.query(`${verb} ROLE ${quoted.role} LOGIN PASSWORD ${quoted.verifier}`);
    say(verb === 'CREATE' ? `Role ${target.role} created` : `Role ${target.role} was there; its password was set`);
    return exists;
  });
  const created = found?.database !== true && (await createDatabase(admin, quoted));
  say(created ? `Database ${target.database} created` : `Database ${target.database} was there`);
  return quoted;
}

/** @returns false when somebody else was faster: this statement can stand in no transaction, and so under no lock */
async function createDatabase(admin: Queryable, { database }: Quoted): Promise<boolean> {
  try {
    await admin.query(`CREATE DATABASE ${database} ENCODING 'UTF8' TEMPLATE template0`);
    return true;
  } catch (error) {
    if (error instanceof SqlError && (error.code === '42P04' || error.code === '23505')) return false;
    throw error;
  }
}

/**
 * Makes the role that separates accounts in the database, and lets the program take it on.
 *
 * @returns what became of it, for people: somebody else may have to do it
 */
async function createTenantRole(admin: Database, role: string): Promise<string> {
  const statements = [`CREATE ROLE ${TENANT_ROLE} NOLOGIN`, `GRANT ${TENANT_ROLE} TO ${role}`];
  try {
    await admin.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [INIT_LOCK]);
      const [there] = await tx.query<{ role: boolean }>(EXISTS, [TENANT_ROLE, '']);
      for (const statement of there?.role === true ? statements.slice(1) : statements) await tx.query(statement);
    });
    return `Role ${TENANT_ROLE}, which separates accounts, is there and granted to ${role}`;
  } catch (error) {
    if (!hasSqlState(error, SQLSTATE.insufficientPrivilege)) throw error;
    return `Role ${TENANT_ROLE} could not be made (${error.message}). Let somebody who may run: ${statements.join('; ')}`;
  }
}

/** @returns what became of it, for people: without the extension everything works as well, only less fast */
async function enableTimescale(database: Queryable): Promise<string> {
  const available = await database.query(`SELECT FROM pg_available_extensions WHERE name = 'timescaledb'`);
  if (available.length === 0) return 'TimescaleDB is not installed on this server; readings go to plain PostgreSQL';
  try {
    await database.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
    return 'TimescaleDB is enabled';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `TimescaleDB could not be enabled, readings go to plain PostgreSQL: ${error.message}`;
  }
}
