import type { Database, ScopedDatabase, Transaction } from '@hawser/storage';

/** What a PostgreSQL server without TimescaleDB says of itself. */
const PLAIN = { adopted: false, postgresql: '15', version: null, available: false, license: null, direct: false };

/**
 * A database that takes everything in no time and keeps nothing, to see what everything around it costs. It knows just
 * enough of ingestion's statements to let them through.
 */
export function nullDatabase(onCommit: (offset: string) => void): Database {
  const answer = async <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
    if (sql.includes('FROM agents')) return (params[0] as string[]).map((id) => ({ id })) as Row[];
    if (sql.includes('server_version')) return [PLAIN] as Row[];
    if (sql.includes('pg_terminate_backend')) return [];
    if (sql.startsWith('INSERT INTO shard_offsets')) return [{ epoch: 1, offset: null }] as Row[];
    if (sql.startsWith('UPDATE shard_offsets SET entry_id')) {
      onCommit(String(params[3]));
      return [{ shard: 0 }] as Row[];
    }
    if (sql.startsWith('UPDATE shard_offsets SET lease_until')) return [{ shard: 0 }] as Row[];
    if (sql.includes('pg_advisory_xact_lock_shared')) return [{ offset: null }] as Row[];
    return [];
  };
  const tx: Transaction = { query: answer, copyIn: async () => 0 };
  const scoped: ScopedDatabase = { query: answer, transaction: (work) => work(tx) };
  return { ...scoped, within: () => scoped, close: async () => undefined };
}
