import { formatCount } from '../../lib/format.ts';
import type { Setting } from '../../services/api/types.ts';

export type SettingName = Setting['name'];

interface Words {
  readonly label: string;
  readonly input: 'number' | 'switch' | 'list';
  /** Bounds of a number, as the server has them. */
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
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
    input: 'number',
    min: 300,
    max: 366 * 86_400,
    unit: 'seconds',
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
    input: 'number',
    min: 900,
    max: 86_400,
    unit: 'seconds',
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

const SPANS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** A value of a setting, for a person. */
export function formatSetting(name: SettingName, value: unknown): string {
  const { none, unit } = SETTING_WORDS[name];
  if (value === null || value === undefined) return none;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  const amount = Number(value);
  return unit === 'seconds' ? formatSeconds(amount) : `${formatCount(amount)} ${unit ?? ''}`.trim();
}

/** A time in the largest unit that it fills without a rest. */
function formatSeconds(seconds: number): string {
  const span = SPANS.find(([size]) => seconds % size === 0);
  return span === undefined ? `${formatCount(seconds)} s` : `${formatCount(seconds / span[0])} ${span[1]}`;
}

/** Where a value comes from, for a person who looks at an account. */
export function settingSource(from: string | null, account: string): string {
  if (from === null) return 'default';
  return from === account ? 'set here' : `from ${from}`;
}
