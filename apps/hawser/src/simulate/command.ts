import { Command, Option } from 'commander';
import { CloudError } from '../cloud/cloud-error.ts';
import { cloudOptions } from '../cloud/sign-in.ts';
import { countBetween, csvEnd, duration, namePrefix, numberOrMax, type SimulateOptions } from './options.ts';
import { SimulationError } from './simulation-error.ts';

const INTERRUPTED = 130;

/** The command `hawser simulate`. */
export function simulateCommand(): Command {
  const command = new Command('simulate').description(
    'Run simulated agents against a cloud, and check that everything they sent was stored exactly once.',
  );
  for (const option of cloudOptions()) command.addOption(option);
  return command
    .option('--agents <count>', 'number of agents (default: 5; 1 with --csv)', countBetween(1, 10_000))
    .option('--rate <rate>', 'readings per second of each agent, or max: no pause', numberOrMax, 10)
    .option('--readings-per-message <count>', 'readings in one MQTT message', countBetween(1, 10_000), 10)
    .option(
      '--duration <time>',
      'stop after this time, as in 90s, 15m, 2h (default: Ctrl-C, or the end of the file)',
      duration,
    )
    .option('--csv <file>', 'replay this file: one column with times, the others are metrics')
    .option('--time-column <name>', 'the column with times (default: found by itself)')
    .option(
      '--csv-end <time>',
      'move the file in time so that its last row lies there: now, a time, or keep',
      csvEnd,
      'now',
    )
    .option(
      '--speed <factor>',
      'replay so many times faster than the file was recorded, or max: no pause',
      numberOrMax,
      'max',
    )
    .option('--prefix <name>', "first part of the agents' names (default: plant, or the file's name)", namePrefix)
    .option('--seed <number>', 'another seed makes other signals', countBetween(0, 2 ** 31), 1)
    .option('--max-in-flight <count>', 'unacknowledged messages of one agent', countBetween(1, 1_000), 64)
    .addOption(
      new Option('--settle-timeout <time>', 'how long to wait at the end until nothing is queued')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .addOption(
      new Option('--remove', 'delete the agents and their readings at the end').default(false).conflicts('keep'),
    )
    .option('--keep', 'keep the agents at the end (default)')
    .action(run);
}

async function run(options: SimulateOptions): Promise<void> {
  const stop = stopOnSignal();
  const { runSimulation } = await import('./run-simulation.ts');
  try {
    const account = await runSimulation(options, stop);
    if (account.differences.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof SimulationError || error instanceof CloudError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** The first Ctrl-C ends the sending in order, the second one the program. */
function stopOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED);
      process.stderr.write('\nStopping; once more quits at once.\n');
      controller.abort();
    });
  }
  return controller.signal;
}
