import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { DASHBOARD, PROGRAM, ROOT, tool } from './paths.mjs';
import { exitCode } from './run.mjs';

/**
 * Runs until Ctrl-C.
 *
 * @param {readonly string[]} args - options of `hawser up`
 */
export async function watchAndRun(args) {
  await ensureInstalled();
  const program = restartable(() => spawn(process.execPath, ['--enable-source-maps', PROGRAM, 'up', ...args], SHOWN));
  const vite = spawn(tool('vite'), [DASHBOARD], SHOWN);
  const context = await watchProgram(program.restart);
  const end = async () => {
    await context.dispose();
    vite.kill();
    await program.stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

/** @type {import('node:child_process').SpawnOptions} */
const SHOWN = { cwd: ROOT, stdio: 'inherit' };

/** @param {() => Promise<void>} onBuilt */
async function watchProgram(onBuilt) {
  const [esbuild, { BUNDLE, copyMigrations, prepareOutput }] = await Promise.all([
    import('esbuild'),
    import('./bundle.mjs'),
  ]);
  await prepareOutput();
  /** @type {import('esbuild').Plugin} */
  const restarter = {
    name: 'restart-when-built',
    setup(build) {
      build.onEnd(async ({ errors }) => {
        if (errors.length > 0) return;
        await copyMigrations();
        await onBuilt();
      });
    },
  };
  const context = await esbuild.context({ ...BUNDLE, plugins: [...(BUNDLE.plugins ?? []), restarter] });
  await context.watch();
  return context;
}

/** @param {() => import('node:child_process').ChildProcess} start */
function restartable(start) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const stop = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = exitCode(child);
    child.kill();
    await exited;
  };
  const restart = async () => {
    await stop();
    child = start();
  };
  return { restart, stop };
}
