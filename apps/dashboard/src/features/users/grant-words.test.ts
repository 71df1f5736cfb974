import { describe, expect, it } from 'vitest';
import { grantWords } from './grant-words.ts';

const OPERATOR = { role: 'operator', account: 'acme', descendants: true, fleet: null };

describe('grantWords', () => {
  it('says whether a grant reaches below its account', () => {
    expect(grantWords(OPERATOR, 'acme')).toBe('operator in acme and below');
    expect(grantWords({ ...OPERATOR, descendants: false }, 'acme')).toBe('operator in acme');
  });

  it('names a fleet, and its account when that is another', () => {
    const viewer = { role: 'viewer', account: 'acme', descendants: false, fleet: 'press-line' };
    expect(grantWords(viewer, 'acme')).toBe('viewer of fleet press-line');
    expect(grantWords(viewer, 'sys')).toBe('viewer of fleet press-line in acme');
  });
});
