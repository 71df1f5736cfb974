import type { Queryable } from '../database.ts';
import { type DayTables, LATE_TABLES, PLAIN_TABLES } from './day-tables.ts';

/** What keeps the readings: daily partitions, or TimescaleDB's hypertable. */
export type ReadingsEngineKind = 'partitions' | 'timescaledb';

/** Oldest TimescaleDB that is used, as `[major, minor]`. */
const OLDEST = [2, 17] as const;

/** From here on COPY can write to the columnstore although continuous aggregates look at the hypertable. */
const DIRECT_COPY = [2, 24] as const;

/** What was found in a database, for the log and for people. */
export interface EngineDescription {
  readonly kind: ReadingsEngineKind;
  /** PostgreSQL's version, for example `15.14`. */
  readonly postgresql: string;
  /** The extension as it is installed in this database; null when it is not. */
  readonly timescaledb: {
    readonly version: string;
    /** `community` has continuous aggregates and the columnstore, `apache` has neither. */
    readonly edition: 'community' | 'apache';
  } | null;
  /** COPY can write to the columnstore without a detour through rows. */
  readonly directColumnstore: boolean;
  /** Why TimescaleDB is not used although it is installed or could be; null otherwise. */
  readonly hint: string | null;
}

const ADOPTED = `to_regclass('${LATE_TABLES.readings}') IS NOT NULL AS adopted`;

const FIND = `SELECT ${ADOPTED},
  current_setting('server_version') AS postgresql,
  (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS version,
  EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb') AS available,
  current_setting('timescaledb.license', true) AS license,
  current_setting('timescaledb.enable_direct_compress_copy', true) IS NOT NULL AS direct`;

interface Found {
  readonly adopted: boolean;
  readonly postgresql: string;
  readonly version: string | null;
  readonly available: boolean;
  readonly license: string | null;
  readonly direct: boolean;
}

/** Says what keeps the readings of this database, and what else it could offer. */
export async function describeEngine(db: Queryable): Promise<EngineDescription> {
  const [found] = await db.query<Found>(FIND);
  if (found === undefined) throw new Error('A SELECT without FROM must give one row.');
  const { adopted, version } = found;
  const edition = found.license === 'apache' ? 'apache' : 'community';
  return {
    kind: adopted ? 'timescaledb' : 'partitions',
    postgresql: found.postgresql.split(' ')[0] ?? found.postgresql,
    timescaledb: version === null ? null : { version, edition },
    directColumnstore: adopted && found.direct && version !== null && isAtLeast(version, DIRECT_COPY),
    hint: adopted ? null : hintFor(found, edition),
  };
}

/** Says what keeps the readings; {@link describeEngine} says more and costs more. */
export async function engineKind(db: Queryable): Promise<ReadingsEngineKind> {
  const rows = await db.query<{ adopted: boolean }>(`SELECT ${ADOPTED}`);
  return rows[0]?.adopted === true ? 'timescaledb' : 'partitions';
}

/** The tables in daily partitions that go with an engine. */
export function dayTablesOf(kind: ReadingsEngineKind): DayTables {
  return kind === 'timescaledb' ? LATE_TABLES : PLAIN_TABLES;
}

/** Tells whether the extension that is installed has all that the engine needs. */
export function canUseTimescale({ timescaledb }: EngineDescription): boolean {
  return timescaledb !== null && timescaledb.edition === 'community' && isAtLeast(timescaledb.version, OLDEST);
}

function hintFor({ version, available }: Found, edition: 'community' | 'apache'): string | null {
  if (version === null) {
    return available ? 'TimescaleDB can be installed: run `hawser db init`, then `hawser db migrate`.' : null;
  }
  if (edition === 'apache') return 'The Apache edition of TimescaleDB lacks continuous aggregates; it is not used.';
  if (!isAtLeast(version, OLDEST)) return `TimescaleDB ${version} is too old; from ${OLDEST.join('.')} on it is used.`;
  return 'TimescaleDB is installed but not used yet: run `hawser db migrate`.';
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
