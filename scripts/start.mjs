// `npm start`: installs and builds what is missing, then runs the program in this very process, so that signals and
// the exit code are the program's own. Everything newer than the version check is loaded after it.
import { requireNode } from './lib/node-version.mjs';

requireNode();
import('./lib/launch.mjs').then((launch) => launch.launch(process.argv.slice(2)));
