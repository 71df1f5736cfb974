// `npm run check`: types, format, lint, import boundaries, unused code, generated files.
import { requireNode } from './lib/node-version.mjs';

requireNode();
import('./lib/install.mjs')
  .then(({ ensureInstalled }) => ensureInstalled())
  .then(() => import('./lib/checks.mjs'))
  .then(({ runChecks }) => runChecks())
  .then(({ failed }) => {
    process.exitCode = failed === 0 ? 0 : 1;
  });
