import { SECOND_MS } from '../../lib/time.ts';

/** How long to look for the outcome of a replay, in ms: ingestion takes far less unless it has a backlog. */
export const REPLAY_PATIENCE_MS = 15 * SECOND_MS;

export type ReplayOutcome = 'none' | 'waiting' | 'accepted' | 'still-here';

export interface ReplaySigns {
  /** When the replay was asked for, in ms since the Unix epoch; null when it was not. */
  readonly askedAt: number | null;
  readonly now: number;
  /** The server does not know the dead letter any more. */
  readonly isGone: boolean;
}

/** What became of a replay: the server deletes a dead letter whose replay was accepted and says nothing otherwise. */
export function replayOutcome({ askedAt, now, isGone }: ReplaySigns): ReplayOutcome {
  if (askedAt === null) return 'none';
  if (isGone) return 'accepted';
  return now - askedAt < REPLAY_PATIENCE_MS ? 'waiting' : 'still-here';
}
