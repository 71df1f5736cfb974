import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@hawser/api-client';
import { CloudError } from '../cloud/cloud-error.ts';
import type { Letters } from './letters.ts';
import type { Selected } from './selection.ts';

/**
 * What became of a replay: `stored` and gone; `refused` once more by ingestion; `waiting` in the queue still;
 * `unreadable`: it cannot be replayed; `missing`: there is no such dead letter.
 */
export type ReplayOutcome = 'stored' | 'refused' | 'waiting' | 'unreadable' | 'missing';

const FIRST_LOOK_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const CONFLICT = 409;

export interface ReplayDeps {
  readonly letters: Letters;
  /** Milliseconds on a clock that only goes forward. */
  readonly clock: () => number;
}

/**
 * Makes what replays dead letters and waits for the outcome of each.
 *
 * @param waitMs - longest wait for one outcome. After a wait that was in vain ingestion is taken for standing still, and
 *   the outcome of further ones is looked at once only
 */
export function createReplayer(
  { letters, clock }: ReplayDeps,
  waitMs: number,
): (letter: Selected) => Promise<ReplayOutcome> {
  let patienceMs = waitMs;
  return async ({ id, rejected_at }) => {
    const before = rejected_at ?? (await letters.read(id))?.rejected_at;
    if (before === undefined) return 'missing';
    const sent = await send(letters, id);
    if (sent !== 'waiting') return sent;
    const deadline = clock() + patienceMs;
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
      await sleep(pause);
      const now = await letters.read(id);
      if (now === null) return 'stored';
      if (now.rejected_at !== before) return 'refused';
      if (clock() >= deadline) {
        patienceMs = 0;
        return 'waiting';
      }
    }
  };
}

async function send(letters: Letters, id: string): Promise<'waiting' | 'unreadable' | 'missing'> {
  try {
    return (await letters.replay(id)) ? 'waiting' : 'missing';
  } catch (error) {
    if (isConflict(error)) return 'unreadable';
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof CloudError && error.cause instanceof ApiError && error.cause.status === CONFLICT;
}
