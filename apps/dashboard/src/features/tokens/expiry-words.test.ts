import { describe, expect, it } from 'vitest';
import { DAY_MS, formatDateTime } from '../../lib/time.ts';
import { expiryOf } from './expiry-words.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('expiryOf', () => {
  it('counts days, and says the time of the last one', () => {
    expect(expiryOf(NOW + 29.5 * DAY_MS, NOW)).toEqual({ words: 'in 30 days', isOver: false });
    expect(expiryOf(NOW + DAY_MS, NOW).words).toBe('in 1 day');
    expect(expiryOf(NOW + DAY_MS / 2, NOW)).toEqual({ words: formatDateTime(NOW + DAY_MS / 2), isOver: false });
  });

  it('knows what is over', () => {
    expect(expiryOf(NOW, NOW)).toEqual({ words: 'expired', isOver: true });
  });
});
