import { describe, expect, it } from 'vitest';
import { REPLAY_PATIENCE_MS, replayOutcome } from './replay-outcome.ts';

describe('replayOutcome', () => {
  it('is none before a replay, also for a dead letter that is gone', () => {
    expect(replayOutcome({ askedAt: null, now: 5, isGone: true })).toBe('none');
  });

  it('is accepted as soon as the dead letter is gone', () => {
    expect(replayOutcome({ askedAt: 1, now: 1 + 2 * REPLAY_PATIENCE_MS, isGone: true })).toBe('accepted');
  });

  it('is awaited for a while', () => {
    expect(replayOutcome({ askedAt: 1, now: 2, isGone: false })).toBe('waiting');
    expect(replayOutcome({ askedAt: 1, now: 1 + REPLAY_PATIENCE_MS, isGone: false })).toBe('still-here');
  });
});
