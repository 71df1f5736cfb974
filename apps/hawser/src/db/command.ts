import { Command } from 'commander';
import type { ReaderOptions } from './reader.ts';
import type { DbTask } from './run-db.ts';

/** `hawser db`: prepares a PostgreSQL database. */
export function dbCommand(): Command {
  return new Command('db')
    .description('Prepare the PostgreSQL database; each command can be run again at any time.')
    .addHelpText('after', '\nExit codes: 0 done, 1 refused by the database, 2 a setting is wrong, 3 not reachable.')
    .addCommand(
      subcommand(
        'init',
        'Create role, database and rights, and enable TimescaleDB (DATABASE_URL, DATABASE_ADMIN_URL).',
      ),
    )
    .addCommand(subcommand('migrate', 'Bring the schema up to date (DATABASE_URL).'))
    .addCommand(
      subcommand(
        'policies',
        'Set retention and compression (DATABASE_URL, HAWSER_TIER, HAWSER_RETENTION_RAW_DAYS, …).',
      ),
    )
    .addCommand(readerCommand());
}

function subcommand(task: Extract<DbTask, string>, description: string): Command {
  return new Command(task)
    .description(description)
    .allowExcessArguments(false)
    .action(() => perform(task));
}

/** `hawser db reader`: roles of the database that read one account by SQL. */
function readerCommand(): Command {
  const change = (verb: 'grant' | 'revoke', description: string) =>
    new Command(verb)
      .description(description)
      .requiredOption('--role <name>', 'role of the database')
      .requiredOption('--account <name>', 'account whose readings it reads')
      .allowExcessArguments(false)
      .action((options: ReaderOptions) => perform({ name: `reader ${verb}`, ...options }));
  return new Command('reader')
    .description('Say which roles of the database read the readings of an account by SQL (DATABASE_URL).')
    .addCommand(change('grant', 'Let a role read one account through the view account_readings, and nothing else.'))
    .addCommand(change('revoke', 'Take it back.'));
}

async function perform(task: DbTask): Promise<void> {
  const { runDb } = await import('./run-db.ts');
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const complain = (line: string) => process.stderr.write(`${line}\n`);
  process.exitCode = await runDb(task, process.env, { say, complain });
}
