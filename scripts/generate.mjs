// `npm run generate`: writes the files that are generated from the sources. `npm run check` fails when one is out of date.
import { GENERATORS } from './lib/generators.mjs';
import { run } from './lib/run.mjs';

for (const { path } of GENERATORS) {
  if ((await run(process.execPath, ['--import', 'tsx', path])) !== 0) process.exitCode = 1;
}
