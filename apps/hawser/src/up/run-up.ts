import { ConfigurationError, type Environment, type Flags } from '@hawser/platform';
import type { RoleName } from '../compose/roles.ts';
import { DB_SETTING_GROUPS } from '../db/settings.ts';
import { readLicenceText } from '../licence/read-licence-text.ts';
import { runProcess } from './run-process.ts';
import { readUpSettings, type UpSettings } from './settings.ts';
import { StartupError } from './startup-error.ts';

/** Says which roles a command runs. */
export type RolesOf = (settings: UpSettings) => ReadonlySet<RoleName>;

/** `hawser db` is run in the environment of the processes. */
const DB_VARIABLES = Object.values(DB_SETTING_GROUPS).flatMap((group) => Object.values(group).map(({ env }) => env));

/** What stops a start and is explained by its message alone. */
const EXPECTED = [StartupError, ConfigurationError];

/**
 * What `hawser up` and the commands of single roles do.
 *
 * @param flags - as typed
 */
export async function runUp(flags: Flags, rolesOf: RolesOf, env: Environment): Promise<void> {
  try {
    const settings = readUpSettings(env, flags, DB_VARIABLES);
    await runProcess(rolesOf(settings), settings, () => readLicenceText(env));
  } catch (error) {
    if (!EXPECTED.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
