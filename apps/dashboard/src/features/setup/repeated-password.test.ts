import { expect, it } from 'vitest';
import { repeatProblem } from './repeated-password.ts';

it('says when the second typing differs, and nothing before it began', () => {
  expect(repeatProblem('nine quiet harbours', '')).toBeUndefined();
  expect(repeatProblem('nine quiet harbours', 'nine quiet harbour')).toBe('The two are not the same.');
  expect(repeatProblem('nine quiet harbours', 'nine quiet harbours')).toBeUndefined();
});
