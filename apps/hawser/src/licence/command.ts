import { Command } from 'commander';

/** `hawser licence`: the licence of an installation. */
export function licenceCommand(): Command {
  return new Command('licence').description('Look at the licence of an installation.').addCommand(
    new Command('show')
      .description(
        'Say what the licence is for, what the installation has, and what needs attention (LICENSE_KEY, LICENSE_PUBLIC_KEY).',
      )
      .option('--data <dir>', 'folder of a stopped embedded installation (HAWSER_DATA_DIR, default ./data)')
      .option('--database <url>', 'PostgreSQL that keeps everything (DATABASE_URL)')
      .option('--json', 'one JSON document, as GET /v1/sys/licence answers it', false)
      .allowExcessArguments(false)
      .addHelpText(
        'after',
        '\nExit codes: 0 nothing to do, 1 it needs attention, 2 used wrongly, 3 the database is not reachable.',
      )
      .action(async ({ json, data, database }: { json: boolean; data?: string; database?: string }) => {
        const { runLicence } = await import('./run-licence.ts');
        const say = (line: string) => process.stdout.write(`${line}\n`);
        const complain = (line: string) => process.stderr.write(`${line}\n`);
        process.exitCode = await runLicence({ json, flags: { data, database } }, process.env, { say, complain });
      }),
  );
}
