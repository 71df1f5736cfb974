import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { ROOT } from './paths.mjs';

const MEBIBYTE = 1024 * 1024;

/**
 * What numbers of a bench must be read with: the code, the machine, how busy it was with something else, and the
 * `BENCH_…` settings.
 */
export function describeMachine() {
  return {
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain') !== '',
    at: new Date().toISOString(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryMiB: Math.round(totalmem() / MEBIBYTE),
    system: `${type()} ${release()}`,
    node: process.version,
    loadBefore: loadavg()[0],
    settings: Object.fromEntries(Object.entries(process.env).filter(([name]) => isSetting(name))),
  };
}

/**
 * The URL of a database may hold a password.
 *
 * @param {string} name
 */
function isSetting(name) {
  return name.startsWith('BENCH_') && !name.endsWith('_URL');
}

/**
 * Source that was downloaded as an archive has no history.
 *
 * @param {string[]} args
 */
function git(...args) {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
