import { copyFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { CACHE, PROGRAM_DIST, ROOT } from './paths.mjs';

const MIGRATIONS = join(ROOT, 'packages/storage/src/migrations');

/** Packages that stay outside the bundle, because they load files that lie beside their code. */
const OUTSIDE = new Set(['@electric-sql/pglite', '@fastify/swagger-ui', '@node-rs/argon2', 'msgpackr-extract', 'pino']);

/**
 * All other packages go into the bundle: looking for their thousand and a half files would take most of a start.
 *
 * @type {import('esbuild').Plugin}
 */
const someOutside = {
  name: 'some-packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path }) => {
      const [, name = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
      return OUTSIDE.has(name) ? { path, external: true } : undefined;
    });
  },
};

/**
 * Puts the licences of the packages that the bundle holds beside it, as most of them demand.
 *
 * @type {import('esbuild').Plugin}
 */
const licencesBeside = {
  name: 'licences-beside',
  setup(build) {
    build.onEnd(({ metafile }) => writeLicences(Object.keys(metafile?.inputs ?? {})));
  },
};

/** @param {readonly string[]} inputs - the bundled files, seen from the root */
async function writeLicences(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  const texts = await Promise.all([...new Set(folders)].sort().map(licenceOf));
  await writeFile(join(PROGRAM_DIST, 'THIRD-PARTY-LICENCES.txt'), texts.join('\n'));
}

/** @param {string} folder - of a package, seen from the root */
async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(ROOT, folder))).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : await readFile(join(ROOT, folder, file), 'utf8');
  return `--- ${name} ${version} (${license})\n\n${text}`;
}

/** CommonJS packages ask for Node's own modules with it, which an ECMAScript module does not have. */
const REQUIRE = `import { createRequire as createBundleRequire } from 'node:module';
const require = createBundleRequire(import.meta.url);`;

/**
 * How the program becomes JavaScript: its entry and those of its two worker threads, with what they share in chunks.
 *
 * @type {import('esbuild').BuildOptions}
 */
export const BUNDLE = {
  absWorkingDir: ROOT,
  entryPoints: {
    main: 'apps/hawser/src/main.ts',
    'ingestion-thread': 'apps/hawser/src/compose/ingestion-thread.ts',
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
  banner: { js: REQUIRE },
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
  plugins: [someOutside, licencesBeside],
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
