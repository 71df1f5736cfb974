import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './freshness.mjs';
import { ensureInstalled } from './install.mjs';
import { PROGRAM } from './paths.mjs';

/**
 * Brings the installation up to date and runs `hawser up` in this process.
 *
 * @param {readonly string[]} args - options of `hawser up`
 */
export async function launch(args) {
  await ensureInstalled();
  await ensureBuilt();
  process.argv = [process.execPath, PROGRAM, 'up', ...args];
  await import(pathToFileURL(PROGRAM).href);
}
