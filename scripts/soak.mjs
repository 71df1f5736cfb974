// `npm run soak -- --minutes 10 --rate 20000 --readings 50`: an even load for minutes. See bench/soak.ts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureBuilt } = await import('./lib/freshness.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ROOT } = await import('./lib/paths.mjs');
const { exitCode } = await import('./lib/run.mjs');
await ensureInstalled();
await ensureBuilt();
const args = ['--import', 'tsx', join(ROOT, 'bench/soak.ts'), ...process.argv.slice(2)];
process.exitCode = await exitCode(spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }));
