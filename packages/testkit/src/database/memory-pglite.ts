import { fileURLToPath } from 'node:url';
import type { startPglite as start } from '@hawser/storage/pglite';

/** Shared by all runs: the first caller on a machine makes the database that all in memory begin with. */
const CACHE = fileURLToPath(new URL('../../../../.cache', import.meta.url));

/** PGlite in its own thread, in memory, with the current schema. The caller closes it. */
export async function startMemoryPglite(): Promise<Awaited<ReturnType<typeof start>>> {
  const [{ startPglite }, { ensureTemplate }] = await Promise.all([
    import('@hawser/storage/pglite'),
    import('@hawser/storage/pglite/template'),
  ]);
  const workerUrl = new URL(import.meta.resolve('@hawser/storage/pglite/worker'));
  return startPglite({ dataDir: null, template: await ensureTemplate(CACHE), workerUrl });
}
