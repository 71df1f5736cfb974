import { REJECT_REASONS } from '@hawser/core';
import { Command, Option } from 'commander';
import { CloudError, type CloudErrorKind } from '../cloud/cloud-error.ts';
import { type CloudOptions, cloudOptions, ownAccount, signIn } from '../cloud/sign-in.ts';
import { EXIT } from '../db/exit-codes.ts';
import { countBetween, duration } from '../simulate/options.ts';
import { listLetters, purgeLetters, replayLetters, showLetter } from './actions.ts';
import { createLetters, type Letters } from './letters.ts';

const EXIT_OF: Readonly<Record<CloudErrorKind, number>> = {
  refused: EXIT.refused,
  misused: EXIT.misconfigured,
  unreachable: EXIT.unavailable,
};

const EXIT_CODES =
  '\nExit codes: 0 done, 1 refused by the cloud or not done for every one, 2 used wrongly, 3 not reachable.';

/** `hawser dead-letters`: what to do about messages that could not be stored. */
export function deadLettersCommand(): Command {
  return new Command('dead-letters')
    .description('Look at messages that could not be stored, replay or delete them.')
    .addHelpText('after', EXIT_CODES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand())
    .addCommand(purgeCommand());
}

function listCommand(): Command {
  return subcommand('list', 'List them, the newest first.')
    .option('--agent <agent>', 'only those of this agent, by name or id')
    .addOption(reasonOption())
    .option('--limit <count>', 'most to list', countBetween(1, 100_000), 50)
    .option('--json', 'one JSON document in place of a table', false)
    .action((options: ListOptions) => run(options, (letters) => listLetters(letters, options, process.stdout)));
}

function showCommand(): Command {
  return subcommand('show', 'Show everything about one, with its payload.')
    .argument('<id>', 'of the dead letter')
    .option('--hex', 'the payload as bytes even if it is text', false)
    .option('--json', 'one JSON document; the payload in base64', false)
    .action((id: string, options: ShowOptions) =>
      run(options, (letters) => showLetter(letters, id, options, process.stdout)),
    );
}

function replayCommand(): Command {
  return subcommand('replay', 'Send them through ingestion again, and wait for what becomes of them.')
    .argument('[ids...]', 'of the dead letters')
    .option('--all', 'all of the account, or those that --agent and --reason leave', false)
    .option('--agent <agent>', 'with --all: only those of this agent, by name or id')
    .addOption(reasonOption())
    .addOption(
      new Option('--wait <time>', 'how long to wait for the outcome of one').argParser(duration).default(30_000, '30s'),
    )
    .action((ids: string[], options: ReplayOptions) =>
      run(options, (letters) => replayLetters(letters, ids, options, process)),
    );
}

function purgeCommand(): Command {
  return subcommand('purge', 'Delete them for good; they stay counted as rejected.')
    .argument('[ids...]', 'of the dead letters')
    .option('--all', 'all of the account, or those that --agent and --reason leave', false)
    .option('--agent <agent>', 'with --all: only those of this agent, by name or id')
    .addOption(reasonOption())
    .option('--yes', 'delete without asking', false)
    .action((ids: string[], options: PurgeOptions) =>
      run(options, (letters) => purgeLetters(letters, ids, options, process)),
    );
}

type ListOptions = CloudOptions & Parameters<typeof listLetters>[1];
type ShowOptions = CloudOptions & Parameters<typeof showLetter>[2];
type ReplayOptions = CloudOptions & Parameters<typeof replayLetters>[2];
type PurgeOptions = CloudOptions & Parameters<typeof purgeLetters>[2];

function subcommand(name: string, description: string): Command {
  const command = new Command(name)
    .description(description)
    .allowExcessArguments(false)
    .addHelpText('after', EXIT_CODES);
  for (const option of cloudOptions()) command.addOption(option);
  return command;
}

function reasonOption(): Option {
  return new Option('--reason <reason>', 'only those refused for this reason').choices(Object.keys(REJECT_REASONS));
}

/** Expected failures become one line each and an exit code. */
async function run(options: CloudOptions, action: (letters: Letters) => Promise<boolean>): Promise<void> {
  try {
    const client = await signIn(options);
    const done = await action(createLetters(client, options.account ?? (await ownAccount(client))));
    process.exitCode = done ? EXIT.done : EXIT.refused;
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_OF[error.kind];
  }
}
