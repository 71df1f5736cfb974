// `npm run build`: the program into apps/hawser/dist and the dashboard into apps/dashboard/dist, side by side.
import { build } from 'esbuild';
import { BUNDLE, prepareOutput } from './lib/bundle.mjs';
import { fingerprint, markBuilt } from './lib/freshness.mjs';
import { DASHBOARD, ROOT, tool } from './lib/paths.mjs';
import { capture, step } from './lib/run.mjs';

async function buildProgram() {
  await prepareOutput();
  await build(BUNDLE);
}

async function buildDashboard() {
  const { code, output } = await capture(tool('vite'), ['build', DASHBOARD, '--logLevel', 'warn', '--emptyOutDir']);
  if (output.trim() !== '') console.log(output);
  if (code !== 0) throw new Error('The dashboard could not be built.');
}

const print = fingerprint(ROOT);
const results = await Promise.allSettled([
  step('Building the program', buildProgram),
  step('Building the dashboard', buildDashboard),
]);
const failures = results.filter((result) => result.status === 'rejected');
for (const { reason } of failures) console.error(reason instanceof Error ? reason.message : reason);
if (failures.length > 0) process.exit(1);
markBuilt(print);
