import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FolderInUse, type FolderLock, lockFolder } from '@hawser/platform';
import { StartupError } from './startup-error.ts';

/** The folder that holds everything the embedded shape keeps. */
export interface DataFolder {
  readonly path: string;
  readonly database: string;
  readonly queue: string;
  /** The journal before Redis, unless the settings put it elsewhere. */
  readonly spool: string;
  readonly setupToken: string;
  readonly demoFleet: string;
  release(): Promise<void>;
}

/**
 * Makes the folder if need be and claims it for this process.
 *
 * @param dir - as given by the user, absolute or relative to the working directory
 * @throws StartupError when it cannot be written or another process uses it
 */
export async function claimDataFolder(dir: string): Promise<DataFolder> {
  const path = resolve(dir);
  makeWritable(path);
  const lock = await claim(path);
  return {
    path,
    database: join(path, 'database'),
    queue: join(path, 'queue'),
    spool: join(path, 'spool'),
    setupToken: join(path, 'setup-token'),
    demoFleet: join(path, 'demo-fleet.json'),
    release: () => lock.release(),
  };
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new StartupError(
      `The data folder ${path} cannot be written (${code}); choose another with --data or HAWSER_DATA_DIR.`,
      error,
    );
  }
}

async function claim(path: string): Promise<FolderLock> {
  try {
    return await lockFolder(path);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    throw new StartupError(
      `The data folder ${path} is used by another running Hawser; stop it or choose another folder with --data.`,
    );
  }
}
