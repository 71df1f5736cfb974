import type { Environment } from '@hawser/platform';
import { Command, InvalidArgumentError } from 'commander';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const MAX_EMAIL_LENGTH = 254;

const HELP = `
The password is asked for; without a terminal, or with --generate, a random one is made and shown once.
Without --database the program that uses the data folder must be stopped.
Exit codes: 0 done, 1 refused, 2 a setting is wrong, 3 not reachable or in use.`;

interface CreateOptions {
  readonly email: string;
  readonly name: string;
  readonly database?: string;
  readonly data?: string;
  readonly generate: boolean;
  readonly passwordStdin: boolean;
}

/** `hawser admin`: what an administrator does from a shell of the server. */
export function adminCommand(): Command {
  return new Command('admin').description('Make an administrator from a shell.').addCommand(createCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description('Make a user who may do everything in the whole installation; also before set-up, in place of it.')
    .requiredOption('--email <email>', 'e-mail address to sign in with', emailAddress)
    .option('--name <name>', 'as people call them', '')
    .option('--database <url>', 'PostgreSQL in place of the embedded database (DATABASE_URL)')
    .option('--data <dir>', 'folder of the embedded database (HAWSER_DATA_DIR, default ./data)')
    .option('--generate', 'make a random password and show it once', false)
    .option('--password-stdin', 'read the password from the first line of the standard input', false)
    .addHelpText('after', HELP)
    .allowExcessArguments(false)
    .action(async (options: CreateOptions) => {
      const { runAdminCreate } = await import('./run-admin.ts');
      const say = (line: string) => process.stdout.write(`${line}\n`);
      const complain = (line: string) => process.stderr.write(`${line}\n`);
      const request = { email: options.email, name: options.name, password: () => passwordFor(options) };
      process.exitCode = await runAdminCreate(request, withOptions(process.env, options), { say, complain });
    });
}

async function passwordFor({ email, generate, passwordStdin }: CreateOptions) {
  const { askForPassword, randomPassword, readPassword } = await import('./new-password.ts');
  if (passwordStdin) return readPassword(email, process.stdin);
  if (generate || !process.stdin.isTTY) return randomPassword();
  return askForPassword(email, process.stdin, process.stderr);
}

/** What was typed wins over the environment. */
function withOptions(env: Environment, { database, data }: CreateOptions): Environment {
  return {
    ...env,
    ...(database === undefined ? {} : { DATABASE_URL: database }),
    ...(data === undefined ? {} : { HAWSER_DATA_DIR: data }),
  };
}

function emailAddress(text: string): string {
  if (EMAIL.test(text) && text.length <= MAX_EMAIL_LENGTH) return text;
  throw new InvalidArgumentError('It is not an e-mail address.');
}
