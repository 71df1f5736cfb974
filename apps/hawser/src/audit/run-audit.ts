import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { auditText } from '@hawser/api';
import type { AuditFormat } from '@hawser/core';
import type { Environment, Flags } from '@hawser/platform';
import { createAuditRepository, type Database, SqlError } from '@hawser/storage';
import { EXIT } from '../db/exit-codes.ts';
import { type Failure, failureOf } from '../db/failure.ts';
import { withInstallation } from '../db/installation.ts';
import type { Output } from '../db/run-db.ts';
import { StartupError } from '../up/startup-error.ts';
import { findChains } from './chains.ts';
import { verifyChains } from './verify.ts';

const NO_SUCH_TABLE = '42P01';

/** What the command line says. */
export interface AuditOptions {
  readonly flags: Flags;
  /** Name of the account; all when left out. */
  readonly account?: string;
}

/** @returns the exit code */
export function runVerify({ flags, account }: AuditOptions, env: Environment, output: Output): Promise<number> {
  return run(env, flags, output, async (database) =>
    (await verifyChains(database, account, output)) ? EXIT.done : EXIT.refused,
  );
}

/**
 * Writes all entries of an account, or of all one after the other, the oldest first.
 *
 * @returns the exit code
 */
export function runExport(
  { flags, account, format }: AuditOptions & { readonly format: AuditFormat },
  env: Environment,
  output: Output,
  out: NodeJS.WritableStream,
): Promise<number> {
  return run(env, flags, output, async (database) => {
    const chains = await findChains(database, account);
    async function* entries() {
      const repository = createAuditRepository(database);
      for (const { accountId } of chains) yield* repository.read(accountId, {});
    }
    await pipeline(Readable.from(auditText(entries(), format)), out, { end: false });
    return EXIT.done;
  });
}

/** Expected failures become one line each and an exit code; anything else is a bug, and is thrown. */
async function run(
  env: Environment,
  flags: Flags,
  { complain }: Output,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  try {
    return await withInstallation(env, flags, work);
  } catch (error) {
    const failure = auditFailure(error) ?? failureOf(error);
    if (failure === null) throw error;
    complain(failure.line);
    return failure.code;
  }
}

function auditFailure(error: unknown): Failure | null {
  if (error instanceof StartupError) return { code: EXIT.misconfigured, line: error.message };
  if (!(error instanceof SqlError) || error.code !== NO_SUCH_TABLE) return null;
  const line = 'The database has no audit yet: bring it up to date with hawser up, or with hawser db migrate.';
  return { code: EXIT.misconfigured, line };
}
