import { ReceivedCounter } from '@hawser/intake';
import { type Lifecycle, type Logger, repeat } from '@hawser/platform';
import type { DirectQueue } from '@hawser/queue/direct';
import { type JournaledQueue, removeJournal } from '@hawser/queue/journal';
import { createIntakeLedger, type Database, journalQueueName } from '@hawser/storage';

const INTERVAL_MS = 1_000;

interface LeftoverDeps {
  readonly shards: number;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/** Sends and counts what an earlier run with another durability left, and deletes it when all of it is stored. */
export function drainLeftover(queue: JournaledQueue | DirectQueue, dir: string, deps: LeftoverDeps): void {
  const { shards, database, log, lifecycle } = deps;
  const counter = new ReceivedCounter(shards, {
    reader: queue.reader,
    intakeLedger: createIntakeLedger(database, { queue: journalQueueName(queue.journal) }),
    countsReadBack: true,
    onUnreadable: (id, err) => log.error({ err, id }, 'A queue entry cannot be counted'),
  });
  log.warn({ dir }, 'What waits here was taken in with another DURABILITY; it is sent now');
  let over = false;
  const work = async (): Promise<void> => {
    if (over) return;
    const wasDrained = queue.drained;
    await counter.flush();
    if (!wasDrained) return;
    over = true;
    await queue.close();
    await removeJournal(dir);
    log.info({ dir }, 'All of it is stored');
  };
  const draining = repeat(INTERVAL_MS, work, (err) => log.warn({ err, dir }, 'What waits there could not be sent yet'));
  lifecycle.onStop('leftover of another durability', async () => {
    await draining.stop();
    await queue.close();
  });
}
