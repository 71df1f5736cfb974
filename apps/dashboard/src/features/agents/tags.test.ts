import { expect, it } from 'vitest';
import { parseTags } from './tags.ts';

it('takes tags apart at commas, without blanks, empty ones and repeats', () => {
  expect(parseTags(' hall 2, north,, north , ')).toEqual(['hall 2', 'north']);
  expect(parseTags('')).toEqual([]);
});
