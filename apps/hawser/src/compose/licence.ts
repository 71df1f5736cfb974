import { type LicenceText, licenceReport } from '@hawser/api';
import { systemClock } from '@hawser/core';
import { ConfigurationError, type Lifecycle, type Logger, repeat } from '@hawser/platform';
import type { Database } from '@hawser/storage';

const READ_AGAIN_MS = 60_000;
const WARN_AGAIN_MS = 86_400_000;

interface LicenceOptions {
  /** Reads the settings as they are now. */
  readonly readLicence: () => LicenceText;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/**
 * Keeps the licence up to date while the program runs, and logs what it warns of: when that changes, and once a day.
 *
 * @returns the licence as it was read last
 */
export function watchLicence({ readLicence, database, log, lifecycle }: LicenceOptions): () => LicenceText {
  let current = readLicence();
  let said = '';
  let saidAt = 0;
  const warn = async (): Promise<void> => {
    const { warnings } = await licenceReport({ db: database, clock: systemClock, licence: () => current });
    const text = JSON.stringify(warnings);
    if (warnings.length === 0 || (text === said && systemClock() - saidAt < WARN_AGAIN_MS)) return;
    said = text;
    saidAt = systemClock();
    for (const { code, message } of warnings) log.warn({ code, message }, 'The licence needs attention');
  };
  const onError = (err: unknown) => log.warn({ err }, 'The licence could not be looked at');
  const readAgain = (): Promise<void> => {
    current = keep(readLicence, current, log);
    return warn();
  };
  const first = warn().catch(onError);
  const watching = repeat(READ_AGAIN_MS, readAgain, onError);
  lifecycle.onStop('licence', async () => {
    await first;
    await watching.stop();
  });
  return () => current;
}

/** A file that is being replaced may be away for a moment: the licence that is known stays. */
function keep(readLicence: () => LicenceText, current: LicenceText, log: Logger): LicenceText {
  try {
    return readLicence();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    log.warn({ problem: error.message }, 'The licence could not be read again; the one known before stays');
    return current;
  }
}
