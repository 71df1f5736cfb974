// `npm run dev`: rebuilds and restarts the program when a source changes, and serves the dashboard with hot reload.
// Arguments go to `hawser up`.
import { requireNode } from './lib/node-version.mjs';

requireNode();
import('./lib/watch.mjs').then((watch) => watch.watchAndRun(process.argv.slice(2)));
