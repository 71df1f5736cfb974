import { describe, expect, it } from 'vitest';
import { filterOf, queryOf } from './audit-filter.ts';

describe('the filter of the audit', () => {
  it('survives being kept in the address', () => {
    const query = { from: '1767225600000', actor: 'ada@example.org', action: 'user.*', outcome: 'denied' } as const;
    expect(queryOf(filterOf(query))).toEqual(query);
  });

  it('takes times as people write them', () => {
    expect(filterOf({ from: '2026-01-01T00:00:00Z' }).from).toBe(1_767_225_600_000);
  });

  it('leaves out what makes no sense', () => {
    const nothing = { from: null, to: null, actor: null, action: null, resource: null, outcome: null };
    expect(filterOf({ from: 'soon', outcome: 'perhaps', actor: ' ', action: ['a', 'b'] })).toEqual(nothing);
    expect(queryOf(nothing)).toEqual({});
  });
});
