import { describe, expect, it } from 'vitest';
import { Problem } from '../errors.ts';
import { assertAccountName, RESERVED_ACCOUNT_NAMES } from './account-name.ts';

describe('assertAccountName', () => {
  it.each(['acme', 'a-b', '0ab', 'a--', 'x'.repeat(63)])('takes %s', (name) => {
    expect(() => assertAccountName(name)).not.toThrow();
  });

  it.each([
    ['too short', 'ab'],
    ['too long', 'x'.repeat(64)],
    ['a hyphen first', '-abc'],
    ['upper case', 'Acme'],
    ['a topic wildcard', 'ac+me'],
    ['a topic separator', 'ac/me'],
    ['a line break at the end', 'acme\n'],
    ['nothing', ''],
    ['an id', '01890a5d-ac96-774b-bcce-b302099a8057'],
  ])('refuses %s', (_, name) => {
    expect(() => assertAccountName(name)).toThrow(Problem);
  });

  it.each([...RESERVED_ACCOUNT_NAMES])('refuses the reserved %s', (name) => {
    expect(() => assertAccountName(name)).toThrow(/reserved/);
  });
});
