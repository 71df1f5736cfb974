import { statfs } from 'node:fs/promises';
import type { Readiness } from '@hawser/api';
import type { Queryable } from '@hawser/storage';

/** Below this the next segment of the queue or of the database's log may not fit any more. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

export interface ReadinessDeps {
  readonly database: Queryable;
  /** Folders that must not fill up. */
  readonly folders: readonly string[];
  /** What the roles say of themselves. */
  readonly checks: () => Readonly<Record<string, boolean>>;
}

/** Whether messages can be taken and queries answered now. */
export async function checkReadiness({ database, folders, checks }: ReadinessDeps): Promise<Readiness> {
  const [databaseAnswers, ...rooms] = await Promise.all([
    succeeds(database.query('SELECT 1')),
    ...folders.map(hasRoom),
  ]);
  const all = { database: databaseAnswers, ...checks(), disk: rooms.every(Boolean) };
  return { ready: Object.values(all).every(Boolean), checks: all };
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= MIN_FREE_BYTES;
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
