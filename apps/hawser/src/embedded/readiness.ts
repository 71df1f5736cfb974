import { statfs } from 'node:fs/promises';
import type { Readiness } from '@hawser/api';
import type { QueueAppender } from '@hawser/queue';
import type { Queryable } from '@hawser/storage';

/** Below this the next segment of the queue or of the database's log may not fit any more. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

export interface ReadinessDeps {
  readonly database: Queryable;
  readonly appender: Pick<QueueAppender, 'saturated'>;
  /** Folder of queue and database. */
  readonly dataDir: string;
}

/** Whether messages can be taken and queries answered now. */
export async function checkReadiness({ database, appender, dataDir }: ReadinessDeps): Promise<Readiness> {
  const [databaseAnswers, disk] = await Promise.all([succeeds(database.query('SELECT 1')), hasRoom(dataDir)]);
  const checks = { database: databaseAnswers, queue: !appender.saturated, disk };
  return { ready: Object.values(checks).every(Boolean), checks };
}

async function hasRoom(dataDir: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize >= MIN_FREE_BYTES;
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
