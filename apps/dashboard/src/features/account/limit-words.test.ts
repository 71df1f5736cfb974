import { describe, expect, it } from 'vitest';
import { limitUse } from './limit-words.ts';

describe('limitUse', () => {
  it.each([
    [
      { name: 'agents', value: 50, used: 10, level: 'within' },
      { share: 0.2, level: 'plain', words: '10 of 50' },
    ],
    [
      { name: 'agents', value: 50, used: 40, level: 'near' },
      { share: 0.8, level: 'near', words: '40 of 50' },
    ],
    [
      { name: 'users', value: 5, used: 7, level: 'reached' },
      { share: 1, level: 'full', words: '7 of 5' },
    ],
    [
      { name: 'users', value: 0, used: 0, level: 'reached' },
      { share: 1, level: 'full', words: '0 of 0' },
    ],
    [
      { name: 'agents', value: null, used: 1_234, level: 'within' },
      { share: null, level: 'plain', words: '1,234, no bound' },
    ],
    [
      { name: 'retention_days', value: 30, used: null, level: 'within' },
      { share: null, level: 'plain', words: '30 days' },
    ],
    [
      { name: 'bytes_per_day', value: 1_048_576, used: 524_288, level: 'within' },
      { share: 0.5, level: 'plain', words: '512 KiB of 1.0 MiB per day' },
    ],
  ] as const)('of %j', (limit, use) => {
    expect(limitUse(limit)).toEqual(use);
  });
});
