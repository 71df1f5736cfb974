import { formatDuration, type UnitName } from '../../lib/duration.ts';
import { formatCount } from '../../lib/format.ts';
import type { Setting } from '../../services/api/types.ts';

export type SettingName = Setting['name'];

interface Words {
  readonly label: string;
  readonly input: 'number' | 'duration' | 'switch' | 'list';
  /** Bounds of a number or of the seconds of a duration, as the server has them. */
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  /** Units that a duration is entered in, the usual one first. */
  readonly units?: readonly UnitName[];
  /** Which way an account may go from what is above it. */
  readonly stricter: string;
  /** What holds when nobody says anything. */
  readonly none: string;
}

/** What people call the settings, in the order in which they are shown. */
export const SETTING_WORDS: Readonly<Record<SettingName, Words>> = {
  mfa_required: {
    label: 'Users need a second factor',
    input: 'switch',
    stricter: 'Asked for above, it cannot be dropped here.',
    none: 'no',
  },
  password_min_length: {
    label: 'Shortest password',
    input: 'number',
    min: 12,
    max: 128,
    unit: 'characters',
    stricter: 'Longer than above, not shorter.',
    none: '12 characters',
  },
  session_seconds: {
    label: 'Longest session',
    input: 'duration',
    min: 300,
    max: 366 * 86_400,
    units: ['h', 'd', 'min'],
    stricter: 'Shorter than above, not longer.',
    none: 'as the installation says',
  },
  lockout_after: {
    label: 'Wrong passwords before a wait',
    input: 'number',
    min: 1,
    max: 5,
    unit: 'tries',
    stricter: 'Fewer than above, not more.',
    none: '5 tries',
  },
  lockout_max_seconds: {
    label: 'Longest wait after wrong passwords',
    input: 'duration',
    min: 900,
    max: 86_400,
    units: ['min', 'h'],
    stricter: 'Longer than above, not shorter.',
    none: '15 min',
  },
  retention_days: {
    label: 'Readings are kept',
    input: 'number',
    min: 1,
    max: 36_500,
    unit: 'days',
    stricter: 'Shorter than above, not longer.',
    none: 'as long as the installation says',
  },
  allowed_dialects: {
    label: 'Dialects that agents may speak',
    input: 'list',
    stricter: 'Some of those above, no others.',
    none: 'all',
  },
};

export const SETTING_NAMES = Object.keys(SETTING_WORDS) as SettingName[];

/** A value of a setting, for a person. */
export function formatSetting(name: SettingName, value: unknown): string {
  const { none, unit, input } = SETTING_WORDS[name];
  if (value === null || value === undefined) return none;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  const amount = Number(value);
  return input === 'duration' ? formatDuration(amount) : `${formatCount(amount)} ${unit ?? ''}`.trim();
}

/** Where a value comes from, for a person who looks at an account. */
export function settingSource(from: string | null, account: string): string {
  if (from === null) return 'default';
  return from === account ? 'set here' : `from ${from}`;
}
