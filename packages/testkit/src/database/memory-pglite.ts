import type { startPglite as start } from '@hawser/storage/pglite';

/** PGlite in its own thread, in memory, with the current schema. The caller closes it. */
export async function startMemoryPglite(): Promise<Awaited<ReturnType<typeof start>>> {
  const [{ migrate }, { startPglite }] = await Promise.all([
    import('@hawser/storage'),
    import('@hawser/storage/pglite'),
  ]);
  const workerUrl = new URL(import.meta.resolve('@hawser/storage/pglite/worker'));
  const pglite = await startPglite({ dataDir: null, workerUrl });
  await migrate(pglite.database);
  return pglite;
}
