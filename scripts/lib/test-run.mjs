import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './freshness.mjs';
import { ensureInstalled } from './install.mjs';
import { tool } from './paths.mjs';
import { run } from './run.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Runs everything and ends with the line `N passed, N failed`, in which each check counts as one test.
 *
 * @param {readonly string[]} args - for vitest
 */
export async function testRun(args) {
  await ensureInstalled();
  await ensureSystemPackages();
  await ensureBuilt();
  const checks = args.length > 0 ? { passed: 0, failed: 0 } : await runChecks();
  const tests = await runVitest(args);
  const failed = checks.failed + tests.failed;
  console.log(`${checks.passed + tests.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Loaded late: it may need packages that were just installed. */
async function runChecks() {
  const checks = await import('./checks.mjs');
  return checks.runChecks();
}

/** @param {readonly string[]} args */
async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const code = await run(tool('vitest'), ['run', ...reporters, ...args]);
    return countTests(code, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A file that could not be loaded and a run that broke off count as one failure each, so that no trouble is counted
 * as nothing.
 *
 * @param {number} code
 * @param {string} report - path of vitest's JSON report
 */
function countTests(code, report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const unloadable = testResults.filter(
      (/** @type {{status: string, assertionResults: unknown[]}} */ file) =>
        file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    const failed = numFailedTests + unloadable;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch (error) {
    console.error('vitest left no report:', error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}
