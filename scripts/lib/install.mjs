import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { fail, run, step } from './run.mjs';

/**
 * Installs npm packages when those in node_modules are not the ones of the lock file. npm writes what it installed to
 * `node_modules/.package-lock.json` as its last step, so an install that was broken off is repeated.
 *
 * @param {string} [root]
 */
export async function ensureInstalled(root = ROOT) {
  if (isInstalled(root)) return;
  const code = await step('Installing npm packages', () => npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']));
  if (code !== 0) fail('npm ci failed; what it says is above.');
}

/**
 * @param {string} root
 * @returns {boolean} whether node_modules holds what the lock file asks for
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.devOptional) return true;
    const found = installed[path];
    return found !== undefined && found.version === entry.version && found.resolved === entry.resolved;
  });
}

/**
 * @typedef {{version?: string, resolved?: string, optional?: boolean, devOptional?: boolean}} LockEntry
 * @param {string} path
 * @returns {Record<string, LockEntry>}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** @param {string[]} args */
function npm(args) {
  // `npm start` names itself here; it is the same npm even when another one is first on the PATH.
  const npmScript = process.env.npm_execpath;
  return npmScript?.endsWith('.js') ? run(process.execPath, [npmScript, ...args]) : run('npm', args);
}
