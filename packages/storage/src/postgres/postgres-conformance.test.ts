import { testDatabase } from '@hawser/testkit';
import { describeDatabaseConformance } from '../database-conformance.ts';
import { createPostgresDatabase } from './postgres-database.ts';

describeDatabaseConformance('PostgreSQL', async () => {
  const { url, database, close } = await testDatabase();
  return {
    database,
    connect: () => createPostgresDatabase({ url, poolSize: 2, statementTimeoutMs: 10_000 }),
    close,
  };
});
