import { expect, it } from 'vitest';
import type { Setting } from '../../services/api/types.ts';
import { settingsChange, settingsForm } from './settings-form.ts';

const SETTINGS: Setting[] = [
  { name: 'retention_days', value: 7, own: 30, from: 'sys' },
  { name: 'mfa_required', value: true, own: true, from: 'acme' },
  { name: 'allowed_dialects', value: ['native'], own: ['native', 'kura'], from: 'acme' },
  { name: 'password_min_length', value: 12, own: null, from: null },
];

it('shows what is set on the account itself, not what holds', () => {
  expect(settingsForm(SETTINGS)).toMatchObject({
    retention_days: '30',
    mfa_required: 'yes',
    allowed_dialects: 'native, kura',
    password_min_length: '',
  });
});

it('sends what was changed only, and null for what was emptied', () => {
  const before = settingsForm(SETTINGS);
  expect(settingsChange(before, before)).toEqual({});
  const form = {
    ...before,
    retention_days: '',
    mfa_required: '',
    allowed_dialects: 'native,',
    password_min_length: '16',
  };
  expect(settingsChange(form, before)).toEqual({
    retention_days: null,
    mfa_required: null,
    allowed_dialects: ['native'],
    password_min_length: 16,
  });
});
