// `npm run bench -- --only NAME,… --json FILE`: measures one thing after another. See lib/bench-run.mjs.
import { requireNode } from './lib/node-version.mjs';

requireNode();
import('./lib/bench-run.mjs').then((benchRun) => benchRun.benchRun(process.argv.slice(2)));
