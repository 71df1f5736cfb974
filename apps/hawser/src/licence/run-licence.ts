import { licenceReport } from '@hawser/api';
import type { Licence } from '@hawser/contracts/http';
import { systemClock } from '@hawser/core';
import type { Environment, Flags } from '@hawser/platform';
import { EXIT } from '../db/exit-codes.ts';
import { failureOf } from '../db/failure.ts';
import { withInstallation } from '../db/installation.ts';
import type { Output } from '../db/run-db.ts';
import { StartupError } from '../up/startup-error.ts';
import { readLicenceText } from './read-licence-text.ts';

interface LicenceOptions {
  readonly json: boolean;
  readonly flags: Flags;
}

/** @returns the exit code */
export async function runLicence(
  { json, flags }: LicenceOptions,
  env: Environment,
  { say, complain }: Output,
): Promise<number> {
  try {
    const text = readLicenceText(env);
    const report = await withInstallation(env, flags, (db) =>
      licenceReport({ db, clock: systemClock, licence: () => text }),
    );
    say(json ? JSON.stringify(report, null, 2) : describe(report));
    return report.warnings.length === 0 ? EXIT.done : EXIT.refused;
  } catch (error) {
    if (error instanceof StartupError) {
      complain(error.message);
      return EXIT.misconfigured;
    }
    const failure = failureOf(error);
    if (failure === null) throw error;
    complain(failure.line);
    return failure.code;
  }
}

function describe({ state, tenant_id, holder, expires_at, counts, warnings }: Licence): string {
  const lines = [
    `Licence: ${state}${holder === null ? '' : `, for ${holder}`}`,
    `Tenant: ${tenant_id}`,
    `Ends: ${expires_at?.slice(0, 10) ?? 'never'}`,
    ...Object.entries(counts).map(([what, { used, limit }]) => `${what}: ${used} of ${limit ?? 'any number'}`),
  ];
  return [...lines, ...warnings.map(({ message }) => `! ${message}`)].join('\n');
}
