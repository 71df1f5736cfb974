import { describe, expect, it } from 'vitest';
import { resolutionsWords, resolutionWords } from './resolution-words.ts';
import { toHistory } from './series-history.ts';
import { DEFAULT_SPAN } from './span.ts';

function history(resolution: string, stepMinutes: number) {
  const points = [0, 1, 2].map((step) => [step * stepMinutes * 60_000, 1, 1, 1, 1]);
  return toHistory({ unit: null, resolution, points }, DEFAULT_SPAN);
}

describe('resolutionWords', () => {
  it('names the resolution, and the width of buckets that were merged', () => {
    expect(resolutionWords(toHistory({ unit: null, resolution: 'raw', points: [[1, 2]] }, DEFAULT_SPAN))).toBe('raw');
    expect(resolutionWords(history('1m', 1))).toBe('1m');
    expect(resolutionWords(history('1m', 5))).toBe('1m, merged to 5 min');
    expect(resolutionWords(history('1h', 60))).toBe('1h');
    expect(resolutionWords(history('1h', 180))).toBe('1h, merged to 3 h');
    expect(resolutionWords(history('1h', 2_880))).toBe('1h, merged to 2 d');
  });
});

describe('resolutionsWords', () => {
  it('says each once', () => {
    expect(resolutionsWords([history('1m', 1), history('1m', 1), toHistory(undefined, DEFAULT_SPAN)])).toBe(
      '1m and raw',
    );
    expect(resolutionsWords([])).toBe('');
  });
});
