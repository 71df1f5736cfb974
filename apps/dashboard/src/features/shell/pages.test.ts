import { describe, expect, it } from 'vitest';
import { ADMINISTRATION_PAGES, MAIN_PAGES, visiblePages } from './pages.ts';

describe('visiblePages', () => {
  it('leaves out what the user may not read', () => {
    const auditor = visiblePages(ADMINISTRATION_PAGES, {
      may: (permission) => permission === 'audit:read',
      isOfRoot: true,
    });
    expect(auditor.map(({ name }) => name)).toEqual(['audit']);
    expect(visiblePages(ADMINISTRATION_PAGES, { may: () => false, isOfRoot: true })).toEqual([]);
    expect(visiblePages(ADMINISTRATION_PAGES, { may: () => true, isOfRoot: true })).toEqual(ADMINISTRATION_PAGES);
  });

  it('shows what is about the installation to users of the root account only', () => {
    const names = visiblePages(ADMINISTRATION_PAGES, { may: () => true, isOfRoot: false }).map(({ name }) => name);
    expect(names).toEqual(['account', 'users', 'roles', 'single-sign-on', 'tokens', 'audit']);
  });

  it('keeps what needs no permission', () => {
    expect(visiblePages(MAIN_PAGES, { may: () => false, isOfRoot: false }).map(({ name }) => name)).toEqual([
      'overview',
      'agents',
      'dead-letters',
    ]);
  });
});
