import { Command } from 'commander';
import { type DbTask, runDb } from './run-db.ts';

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
    );
}

function subcommand(task: DbTask, description: string): Command {
  return new Command(task)
    .description(description)
    .allowExcessArguments(false)
    .action(async () => {
      const say = (line: string) => process.stdout.write(`${line}\n`);
      const complain = (line: string) => process.stderr.write(`${line}\n`);
      process.exitCode = await runDb(task, process.env, { say, complain });
    });
}
