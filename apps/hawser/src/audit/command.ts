import { AUDIT_FORMATS, type AuditFormat } from '@hawser/core';
import { Command, Option } from 'commander';

const EXIT_CODES = '\nExit codes: 0 done, 1 a chain is broken, 2 used wrongly, 3 the database is not reachable.';

/** `hawser audit`: the audit of an installation, read from its database. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('Verify or export who changed what.')
    .addHelpText('after', EXIT_CODES)
    .addCommand(
      subcommand('verify', 'Compute every chain again and say whether an entry was changed or is missing.').action(
        async (options: Options) => {
          const { runVerify } = await import('./run-audit.ts');
          process.exitCode = await runVerify(audited(options), process.env, OUTPUT);
        },
      ),
    )
    .addCommand(
      subcommand('export', 'Write all entries, the oldest first, to the standard output.')
        .addOption(new Option('--format <format>', 'lines of JSON or a table').choices(AUDIT_FORMATS).default('ndjson'))
        .action(async (options: Options & { format: AuditFormat }) => {
          const { runExport } = await import('./run-audit.ts');
          const wanted = { ...audited(options), format: options.format };
          process.exitCode = await runExport(wanted, process.env, OUTPUT, process.stdout);
        }),
    );
}

interface Options {
  readonly data?: string;
  readonly database?: string;
  readonly account?: string;
}

const OUTPUT = {
  say: (line: string) => process.stdout.write(`${line}\n`),
  complain: (line: string) => process.stderr.write(`${line}\n`),
};

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--data <dir>', 'folder of a stopped embedded installation (HAWSER_DATA_DIR, default ./data)')
    .option('--database <url>', 'PostgreSQL that keeps everything (DATABASE_URL)')
    .addOption(new Option('--account <name>', 'only this account'))
    .addOption(new Option('--all', 'all accounts, which is also the default').conflicts('account'))
    .allowExcessArguments(false)
    .addHelpText('after', EXIT_CODES);
}

function audited({ data, database, account }: Options) {
  return { flags: { data, database }, ...(account === undefined ? {} : { account }) };
}
