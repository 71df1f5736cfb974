import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Inside the repository, so that packages are found from there. */
const OUTPUT = fileURLToPath(new URL('../../../../.cache/test-programs', import.meta.url));

/** Our own packages go into the bundle; others are loaded from where they are. */
const othersOutside: Plugin = {
  name: 'others-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path }) => (path.startsWith('@hawser/') ? undefined : { path, external: true }));
  },
};

/**
 * Makes JavaScript of a test's program and of the entries of its worker threads. A process that has to translate its
 * sources takes seconds to start, and each of its threads again.
 *
 * @param name - of the folder that they are put in; each test file has its own
 * @param entries - TypeScript files; those of worker threads are referred to as `NAME.mjs` beside the others
 * @returns for each entry, in their order, the URL of what was made of it
 */
export async function bundleProgram(name: string, entries: readonly URL[]): Promise<readonly URL[]> {
  const outdir = join(OUTPUT, name);
  const { metafile } = await build({
    entryPoints: entries.map((entry) => fileURLToPath(entry)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'inline',
    metafile: true,
    logLevel: 'warning',
    plugins: [othersOutside],
  });
  const outputs = Object.entries(metafile.outputs);
  return entries.map((entry) => {
    const made = outputs.find(([, { entryPoint }]) => entryPoint !== undefined && samePath(entryPoint, entry));
    if (made === undefined) throw new Error(`esbuild made nothing of ${entry.href}`);
    return pathToFileURL(made[0]);
  });
}

/** esbuild names files as seen from the working directory. */
function samePath(path: string, url: URL): boolean {
  return pathToFileURL(path).href === url.href;
}
