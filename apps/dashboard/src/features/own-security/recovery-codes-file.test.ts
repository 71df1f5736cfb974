import { expect, it } from 'vitest';
import { recoveryCodesFile } from './recovery-codes-file.ts';

it('says whose codes they are, where, and how often they work', () => {
  expect(recoveryCodesFile(['aaaa-bbbb', 'cccc-dddd'], 'ada@example.org', 'https://iot.example.org')).toBe(
    'Recovery codes of ada@example.org at https://iot.example.org\n' +
      'Each works once, when the authenticator app is lost.\n\naaaa-bbbb\ncccc-dddd\n',
  );
});
