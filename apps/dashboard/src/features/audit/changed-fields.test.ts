import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';

describe('changedFields', () => {
  it('puts the values before and after next to each other', () => {
    const entry = { before: { disabled: false, tags: [] }, after: { disabled: true, tags: ['hall 2', 'press'] } };
    expect(changedFields(entry)).toEqual([
      { name: 'disabled', before: 'false', after: 'true' },
      { name: 'tags', before: 'none', after: 'hall 2, press' },
    ]);
  });

  it('tells what was new or went away', () => {
    expect(changedFields({ before: null, after: { name: 'press-7' } })).toEqual([
      { name: 'name', before: null, after: 'press-7' },
    ]);
    expect(changedFields({ before: { grants: [{ role: 'viewer' }] }, after: null })).toEqual([
      { name: 'grants', before: '{"role":"viewer"}', after: null },
    ]);
    expect(changedFields({ before: null, after: null })).toEqual([]);
  });
});
