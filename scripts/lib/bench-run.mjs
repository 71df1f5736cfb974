import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './freshness.mjs';
import { ensureInstalled } from './install.mjs';
import { describeMachine } from './machine.mjs';
import { ROOT } from './paths.mjs';
import { exitCode, fail } from './run.mjs';

const FOLDER = join(ROOT, 'bench');
const SUFFIX = '.bench.ts';

/**
 * What a bench file tells of one measure with `process.send`. `limit` is what the same machine did in the same run
 * without the product, or null.
 *
 * @typedef {{name: string, value: number, unit: string, limit: number | null}} Measure
 * @typedef {{value: number, unit: string, limit: number | null, share: number | null}} Result
 */

/**
 * Runs `bench/NAME.bench.ts` one after another, each in a process of its own, prints a table and, with `--json FILE`,
 * writes `{name: {value, unit, limit, share}}`, where share is value / limit. The exit code is 1 when a bench broke
 * off; a slow result is a result, not an error.
 *
 * Beside it, `FILE` with `.machine.json` for `.json` says where the numbers come from.
 *
 * @param {string[]} argv - `--only` takes names of files or of measures (`FILE.MEASURE`; `FILE.P6` is `P6_p50` as well)
 */
export async function benchRun(argv) {
  const { only, json } = parseArgs({
    args: argv,
    options: { only: { type: 'string' }, json: { type: 'string' } },
  }).values;
  const wanted = only?.split(',').map((name) => name.trim());
  const files = selectFiles(wanted);
  await ensureInstalled();
  await ensureBuilt();
  /** @type {Record<string, Result>} */
  const results = {};
  const machine = describeMachine();
  for (const file of files) {
    const code = await runBench(file, wanted, (measure) => report(results, measure));
    if (code !== 0) process.exitCode = 1;
  }
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
    writeFileSync(json.replace(/(\.json)?$/, '.machine.json'), `${JSON.stringify(machine, null, 2)}\n`);
  }
}

/** @param {string[] | undefined} wanted */
function selectFiles(wanted) {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
  const unknown = wanted?.find((want) => !names.some((name) => covers(name, want)));
  if (unknown !== undefined) fail(`There is no bench ${unknown}; there are ${names.join(', ')}.`);
  return wanted === undefined ? names : names.filter((name) => wanted.some((want) => covers(name, want)));
}

/**
 * @param {string} file
 * @param {string} want
 */
function covers(file, want) {
  return want === file || want.startsWith(`${file}.`);
}

/**
 * @param {string} file
 * @param {string[] | undefined} wanted
 * @param {(measure: Measure) => void} onMeasure
 */
async function runBench(file, wanted, onMeasure) {
  console.log(`\n${file}`);
  const measures = (wanted ?? []).filter((want) => want.startsWith(`${file}.`));
  // A bench may leave out the work of measures that nobody asked for.
  const names = measures.map((want) => want.slice(file.length + 1));
  const child = spawn(process.execPath, ['--import', 'tsx', join(FOLDER, `${file}${SUFFIX}`)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, BENCH_MEASURES: wanted?.includes(file) ? '' : names.join(',') },
  });
  child.on('message', (/** @type {Measure} */ measure) => {
    const name = `${file}.${measure.name}`;
    const isWanted = measures.some((want) => name === want || name.startsWith(`${want}_`));
    if (measures.length === 0 || wanted?.includes(file) || isWanted) onMeasure({ ...measure, name });
  });
  const code = await exitCode(child);
  if (code !== 0) console.error(`The bench ${file} ended with code ${code}.`);
  return code;
}

/**
 * @param {Record<string, Result>} results
 * @param {Measure} measure
 */
function report(results, { name, value, unit, limit }) {
  const share = limit === null ? null : value / limit;
  results[name] = { value, unit, limit, share };
  const compared = share === null || limit === null ? '' : `  (${format(share * 100)} % of ${format(limit)})`;
  console.log(`  ${name.padEnd(48)} ${format(value).padStart(12)} ${unit}${compared}`);
}

/** @param {number} value */
function format(value) {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 });
}
