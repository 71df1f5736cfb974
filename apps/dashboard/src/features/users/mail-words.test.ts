import { describe, expect, it } from 'vitest';
import { mailWords } from './mail-words.ts';

describe('mailWords', () => {
  it('asks to hand the link over unless it was mailed', () => {
    expect(mailWords('sent', 'bea@example.org')).toBe('The link was mailed to bea@example.org.');
    expect(mailWords('failed', 'bea@example.org')).toMatch(/did not take.*hand the link over to bea@example\.org/);
    expect(mailWords('not-set-up', 'bea@example.org')).toMatch(/No mail is set up: hand/);
  });
});
