import { describeDatabaseConformance } from '../database-conformance.ts';
import { connectPglite } from './client.ts';
import { startPglite } from './start.ts';

describeDatabaseConformance('PGlite', async () => {
  const pglite = await startPglite({ dataDir: null });
  return {
    database: pglite.database,
    connect: () => connectPglite(pglite.connect()),
    close: () => pglite.close(),
  };
});
