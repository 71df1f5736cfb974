import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATORS } from './generators.mjs';
import { ROOT, tool } from './paths.mjs';
import { capture } from './run.mjs';
import { runTasks } from './tasks.mjs';

/** Lets the second run look only at what changed. */
const INCREMENTAL = ['--incremental', '--tsBuildInfoFile', '.cache/tsc.tsbuildinfo'];

/** The slow ones first, so that the two lanes end together. */
const CHECKS = [
  check('types of the dashboard', tool('vue-tsc'), ['--noEmit', '-p', 'apps/dashboard/tsconfig.json']),
  check('types', tool('tsc'), ['--noEmit', ...INCREMENTAL, '-p', 'tsconfig.json']),
  check('import boundaries', tool('depcruise'), ['--config', '.dependency-cruiser.cjs', ...sources()]),
  check('unused code', tool('knip'), ['--no-progress']),
  check('types of the scripts', tool('tsc'), ['--noEmit', '-p', 'scripts/tsconfig.json']),
  ...GENERATORS.map(({ what, path }) =>
    check(`generated files: ${what}`, process.execPath, ['--import', 'tsx', path, '--check']),
  ),
  check('format and lint', tool('biome'), ['ci', '--error-on-warnings', ...colors(), '.']),
];

/**
 * Runs all checks two at a time and prints what failed and why.
 *
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function runChecks() {
  const results = await runTasks(CHECKS, 2, ({ name, ok, seconds }) => {
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  });
  const failures = results.filter(({ ok }) => !ok);
  for (const { name, output } of failures) console.log(`\n--- ${name}\n${output.trim()}`);
  return { passed: results.length - failures.length, failed: failures.length };
}

/**
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {import('./tasks.mjs').Task}
 */
function check(name, command, args) {
  return { name, run: () => capture(command, args) };
}

/** Biome shows colours in a file as well unless it is told not to. */
function colors() {
  return process.stdout.isTTY ? [] : ['--colors=off'];
}

function sources() {
  return ['packages', 'services', 'apps', 'acceptance', 'bench'].filter((folder) => existsSync(join(ROOT, folder)));
}
