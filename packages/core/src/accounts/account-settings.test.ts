import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, effectiveSettings, type GivenSettings, looserSetting } from './account-settings.ts';

const settingsOf = (...path: GivenSettings[]) =>
  effectiveSettings(path.map((settings, at) => ({ name: `level-${at}`, settings })));

describe('settings of accounts', () => {
  it('are inherited, and say where they come from', () => {
    const { values, from } = settingsOf({ mfa_required: true }, { retention_days: 30 }, {});
    expect(values).toEqual({ ...DEFAULT_SETTINGS, mfa_required: true, retention_days: 30 });
    expect(from).toMatchObject({ mfa_required: 'level-0', retention_days: 'level-1', session_seconds: null });
  });

  it.each<[GivenSettings, GivenSettings]>([
    [{ mfa_required: true }, { mfa_required: false }],
    [{ password_min_length: 16 }, { password_min_length: 12 }],
    [{ lockout_after: 3 }, { lockout_after: 10 }],
    [{ lockout_max_seconds: 3_600 }, { lockout_max_seconds: 60 }],
    [{ session_seconds: 600 }, { session_seconds: 86_400 }],
    [{ session_seconds: 600 }, { session_seconds: null }],
    [{ retention_days: 7 }, { retention_days: 30 }],
    [{ allowed_dialects: ['native'] }, { allowed_dialects: ['native', 'kura'] }],
  ])('%j is not loosened by %j below it', (above, below) => {
    expect(settingsOf(above, below).values).toEqual(settingsOf(above).values);
    expect(looserSetting(below, settingsOf(above).values)).toBe(Object.keys(below)[0]);
    expect(looserSetting(above, settingsOf(below).values)).toBeNull();
  });

  it('leaves no dialect where two levels agree on none', () => {
    expect(
      settingsOf({ allowed_dialects: ['native'] }, { allowed_dialects: ['kura'] }).values.allowed_dialects,
    ).toEqual([]);
  });
});
