import { expect, it } from 'vitest';
import { formatSetting, settingSource } from './setting-words.ts';

it.each([
  ['mfa_required', true, 'yes'],
  ['mfa_required', false, 'no'],
  ['password_min_length', 16, '16 characters'],
  ['session_seconds', 28_800, '8 h'],
  ['session_seconds', 604_800, '7 d'],
  ['session_seconds', 301, '301 s'],
  ['session_seconds', null, 'as the installation says'],
  ['lockout_max_seconds', 900, '15 min'],
  ['retention_days', 1_000, '1,000 days'],
  ['allowed_dialects', ['native', 'kura'], 'native, kura'],
  ['allowed_dialects', [], 'none'],
  ['allowed_dialects', null, 'all'],
] as const)('says %s = %j as %j', (name, value, words) => {
  expect(formatSetting(name, value)).toBe(words);
});

it('says where a value comes from', () => {
  expect(settingSource(null, 'acme')).toBe('default');
  expect(settingSource('acme', 'acme')).toBe('set here');
  expect(settingSource('sys', 'acme')).toBe('from sys');
});
