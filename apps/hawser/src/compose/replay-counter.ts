import { ReceivedCounter } from '@hawser/intake';
import { type Lifecycle, type Logger, repeat } from '@hawser/platform';
import { createIntakeLedger, type Database } from '@hawser/storage';
import type { IntakeEnd } from './queue.ts';

const INTERVAL_MS = 1_000;

interface ReplayCounterOptions {
  readonly intake: IntakeEnd;
  readonly shards: number;
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/**
 * Moves on how far the journal of a process is counted that has no way in: replays of dead letters are not received
 * again, but what lies in a journal is kept until it has been looked at.
 */
export function startReplayCounter({ intake, shards, database, log, lifecycle }: ReplayCounterOptions): void {
  const counter = new ReceivedCounter(shards, {
    reader: intake.reader,
    intakeLedger: createIntakeLedger(database, { queue: intake.ledgerName }),
    countsReadBack: intake.isReadLate,
    onUnreadable: (id, err) => log.error({ err, id }, 'A queue entry cannot be counted'),
  });
  const onError = (err: unknown): void => log.warn({ err }, 'Replays could not be counted yet');
  const counting = repeat(INTERVAL_MS, () => counter.flush(), onError);
  lifecycle.onStop('counter of replays', () => counting.stop());
}
