import { describe, expect, it } from 'vitest';
import { REASON_OPTIONS, reasonWords, toReason } from './reasons.ts';

describe('reasons', () => {
  it('have words, each its own', () => {
    expect(reasonWords('invalid-json')).toBe('Invalid JSON');
    expect(new Set(REASON_OPTIONS.map((option) => option.words)).size).toBe(REASON_OPTIONS.length);
  });

  it('that are not known stay as they are, and are no filter', () => {
    expect(reasonWords('moon-phase')).toBe('moon-phase');
    expect(['moon-phase', 'toString', '', undefined, ['invalid-json']].map(toReason)).toEqual(Array(5).fill(null));
  });
});
