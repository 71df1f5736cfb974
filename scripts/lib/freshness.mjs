import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM, PROGRAM_DIST, ROOT } from './paths.mjs';
import { fail, run } from './run.mjs';

const STAMP = join(PROGRAM_DIST, '.stamp');
const SOURCES = ['packages', 'services', 'apps', 'scripts', 'package-lock.json'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

/** Builds the program and the dashboard when their sources are not those of the last build. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  const code = await run(process.execPath, [join(ROOT, 'scripts/build.mjs')]);
  if (code !== 0) fail('The build failed; what was wrong is above.');
}

/** Whether the last complete build was made of the present sources. Takes some milliseconds. */
function isBuilt() {
  return existsSync(PROGRAM) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint(ROOT);
}

/**
 * Notes that a build is complete.
 *
 * @param {string} print - the fingerprint taken before the build began
 */
export function markBuilt(print) {
  writeFileSync(STAMP, print);
}

/**
 * Stands for the state of all sources: names, sizes and times of change, tests left out.
 *
 * @param {string} root
 * @returns {string}
 */
export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) addToHash(hash, join(root, source), source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 * @param {string} name
 */
function addToHash(hash, path, name) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${name}\n${stat.size}\n${stat.mtimeMs}\n`);
    return;
  }
  for (const entry of readdirSync(path).sort()) {
    if (!SKIPPED.has(entry) && !/\.test\.[a-z]+$/.test(entry)) addToHash(hash, join(path, entry), `${name}/${entry}`);
  }
}
