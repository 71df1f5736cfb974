import { expect, it } from 'vitest';
import { cleanCode, isWholeCode } from './code-input.ts';

it.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  ['  12-34\n56 ', '123456'],
  ['1234567', '123456'],
  ['code: 12', '12'],
  ['', ''],
])('takes the digits out of %j', (text, code) => {
  expect(cleanCode(text)).toBe(code);
  expect(isWholeCode(code)).toBe(code.length === 6);
});
