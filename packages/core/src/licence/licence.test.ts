import { describe, expect, it } from 'vitest';
import { judgeLicence, type LicenceTerms } from './licence.ts';

const DAY_MS = 86_400_000;
const END = Date.UTC(2026, 0, 31);
const TERMS: LicenceTerms = { tenantId: 't', holder: null, limits: { agents: 2 }, expiresAt: END, graceDays: 14 };
const USED = { agents: 1, users: 500, accounts: 500 };

const judge = (terms: Partial<LicenceTerms>, now: number, used = USED) => {
  const { state, warnings } = judgeLicence({ kind: 'terms', terms: { ...TERMS, ...terms } }, used, now);
  return [state, ...warnings.map(({ code }) => code)];
};

describe('judgeLicence', () => {
  it.each([
    [END - 1, 'valid', []],
    [END, 'grace', ['licence-in-grace']],
    [END + 14 * DAY_MS - 1, 'grace', ['licence-in-grace']],
    [END + 14 * DAY_MS, 'expired', ['licence-expired']],
  ])('at %d is %s', (now, state, warnings) => {
    expect(judge({}, now)).toEqual([state, ...warnings]);
  });

  it('never ends when it has no end', () => {
    expect(judge({ expiresAt: null }, Number.MAX_SAFE_INTEGER)).toEqual(['valid']);
  });

  it('warns of limits that are reached or exceeded, and stays valid', () => {
    expect(judge({}, END - 1, { ...USED, agents: 2 })).toEqual(['valid', 'limit-reached']);
    expect(judge({}, END - 1, { ...USED, agents: 3 })).toEqual(['valid', 'limit-exceeded']);
    expect(judge({ limits: { agents: 0, users: 1 } }, END, USED)).toEqual([
      'grace',
      'licence-in-grace',
      'limit-exceeded',
      'limit-exceeded',
    ]);
  });

  it('has nothing to say without a licence, and the reason with one that cannot be used', () => {
    expect(judgeLicence({ kind: 'none' }, USED, END)).toEqual({ state: 'none', warnings: [] });
    const verdict = judgeLicence({ kind: 'unusable', reason: 'it is torn.' }, USED, END);
    expect(verdict).toMatchObject({ state: 'invalid', warnings: [{ code: 'licence-invalid' }] });
    expect(verdict.warnings[0]!.message).toContain('it is torn.');
  });
});
