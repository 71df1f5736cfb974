import { copyFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { CACHE, PROGRAM_DIST, ROOT } from './paths.mjs';

const MIGRATIONS = join(ROOT, 'packages/storage/src/migrations');

/**
 * npm packages stay outside the bundle, the repository's own packages go in.
 *
 * @type {import('esbuild').Plugin}
 */
const npmPackagesOutside = {
  name: 'npm-packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@hawser/')) return undefined;
      return { path, external: true };
    });
  },
};

/**
 * How the program becomes JavaScript: its entry and those of its two worker threads, with what they share in chunks.
 *
 * @type {import('esbuild').BuildOptions}
 */
export const BUNDLE = {
  absWorkingDir: ROOT,
  entryPoints: {
    main: 'apps/hawser/src/main.ts',
    'ingestion-thread': 'apps/hawser/src/embedded/ingestion-thread.ts',
    'pglite-worker': 'packages/storage/src/pglite/worker.ts',
  },
  outdir: PROGRAM_DIST,
  bundle: true,
  splitting: true,
  // Beside the entries, so that paths relative to `import.meta.url` mean the same in a chunk.
  chunkNames: 'chunk-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [npmPackagesOutside],
};

/** Empties the output and puts what is no code where the bundled code looks for it. */
export async function prepareOutput() {
  await rm(PROGRAM_DIST, { recursive: true, force: true });
  await copyMigrations();
  await copyDatabaseTemplate();
}

export async function copyMigrations() {
  await cp(MIGRATIONS, join(PROGRAM_DIST, 'migrations'), { recursive: true });
}

/** Made here and not at the first start, which would need seconds for it. */
async function copyDatabaseTemplate() {
  const template = new URL('../../packages/storage/src/pglite/template.ts', import.meta.url);
  const { ensureTemplate } = await tsImport(template.href, import.meta.url);
  await copyFile(await ensureTemplate(CACHE), join(PROGRAM_DIST, 'database-template.tgz'));
}
