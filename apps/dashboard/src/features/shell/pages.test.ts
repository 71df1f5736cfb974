import { describe, expect, it } from 'vitest';
import { ADMINISTRATION_PAGES, MAIN_PAGES, visiblePages } from './pages.ts';

describe('visiblePages', () => {
  it('leaves out what the user may not read', () => {
    const auditor = visiblePages(ADMINISTRATION_PAGES, (permission) => permission === 'audit:read');
    expect(auditor.map(({ name }) => name)).toEqual(['audit']);
    expect(visiblePages(ADMINISTRATION_PAGES, () => false)).toEqual([]);
    expect(visiblePages(ADMINISTRATION_PAGES, () => true)).toEqual(ADMINISTRATION_PAGES);
  });

  it('keeps what needs no permission', () => {
    expect(visiblePages(MAIN_PAGES, () => false).map(({ name }) => name)).toEqual([
      'overview',
      'agents',
      'dead-letters',
    ]);
  });
});
