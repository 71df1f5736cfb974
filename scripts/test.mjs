// `npm test`: installs what is missing, builds, checks, and runs every test. Arguments go to vitest; with arguments
// the checks are left out.
import { requireNode } from './lib/node-version.mjs';

requireNode();
import('./lib/test-run.mjs').then((testRun) => testRun.testRun(process.argv.slice(2)));
