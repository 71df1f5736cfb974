import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProgramFiles } from '../compose/system.ts';

/** The other entries of the bundle lie beside this one; the dashboard is built in its own folder. */
export function bundledFiles(): ProgramFiles {
  const dashboard = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
  return {
    databaseTemplate: fileURLToPath(new URL('./database-template.tgz', import.meta.url)),
    databaseThread: new URL('./pglite-worker.js', import.meta.url),
    ingestionThread: new URL('./ingestion-thread.js', import.meta.url),
    dashboard: existsSync(dashboard) ? dashboard : null,
  };
}
