import { fileURLToPath } from 'node:url';
import type { startPglite as start } from '@hawser/storage/pglite';

/** Shared by all runs: the first caller on a machine makes the database that all in memory begin with. */
const CACHE = fileURLToPath(new URL('../../../../.cache', import.meta.url));

/** The file of an empty database with the current schema, for PGlite to begin with. */
export async function pgliteTemplate(): Promise<string> {
  const { ensureTemplate } = await import('@hawser/storage/pglite/template');
  return ensureTemplate(CACHE);
}

/** PGlite in its own thread, in memory, with the current schema. The caller closes it. */
export async function startMemoryPglite(): Promise<Awaited<ReturnType<typeof start>>> {
  const { startPglite } = await import('@hawser/storage/pglite');
  const workerUrl = new URL(import.meta.resolve('@hawser/storage/pglite/worker'));
  return startPglite({ dataDir: null, template: await pgliteTemplate(), workerUrl });
}
