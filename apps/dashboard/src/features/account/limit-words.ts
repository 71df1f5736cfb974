import { formatBytes, formatCount } from '../../lib/format.ts';
import type { Limit } from '../../services/api/types.ts';

export type LimitName = Limit['name'];

interface Words {
  readonly label: string;
  /** What a number of it is followed by in a form. */
  readonly unit: string;
  readonly isBytes?: true;
}

/** What people call the limits, in the order in which they are shown. */
export const LIMIT_WORDS: Readonly<Record<LimitName, Words>> = {
  agents: { label: 'Agents', unit: '' },
  users: { label: 'Users', unit: '' },
  child_accounts: { label: 'Accounts below', unit: '' },
  readings_per_second: { label: 'Readings', unit: 'per second' },
  bytes_per_day: { label: 'Data', unit: 'bytes per day', isBytes: true },
  retention_days: { label: 'Readings are kept', unit: 'days' },
  tunnels: { label: 'Tunnels', unit: '' },
  routes: { label: 'Message routes', unit: '' },
};

export const LIMIT_NAMES = Object.keys(LIMIT_WORDS) as LimitName[];

const LEVELS = { within: 'plain', near: 'near', reached: 'full' } as const;

/** An amount of what a limit counts, for a person. */
function formatAmount(name: LimitName, amount: number): string {
  return LIMIT_WORDS[name].isBytes === true ? formatBytes(amount) : formatCount(amount);
}

function withUnit(name: LimitName, amount: number): string {
  const { unit, isBytes } = LIMIT_WORDS[name];
  return `${formatAmount(name, amount)} ${isBytes === true ? 'per day' : unit}`.trim();
}

/** What a limit means to whoever has reached it. Of the others nothing is counted, so nobody reaches them. */
const WHEN_REACHED: Readonly<Partial<Record<LimitName, string>>> = {
  agents: 'No more agents can be created.',
  users: 'No more users can be created or invited.',
  child_accounts: 'No more accounts can be created below it.',
  readings_per_second: 'Agents are slowed to it; what they send waits and is not lost.',
  bytes_per_day: 'Until tomorrow (UTC) agents have to keep what they send.',
};

/** Says that an account is near a limit, or has reached it: the same words as long as that is so. */
export function limitNotice({ name, value, level }: Pick<Limit, 'name' | 'value' | 'level'>): string {
  const bound = value === null ? 'it' : withUnit(name, value);
  const { label } = LIMIT_WORDS[name];
  if (level !== 'reached') return `${label}: four fifths of the limit of ${bound} are used.`;
  return [`${label}: the limit of ${bound} is reached.`, WHEN_REACHED[name]].filter(Boolean).join(' ');
}

/** How much of a limit is used. */
export interface LimitUse {
  /** From 0 to 1; null where there is no bound or nothing is counted. */
  readonly share: number | null;
  readonly level: 'plain' | 'near' | 'full';
  readonly words: string;
}

/** Puts use and bound of a limit into words and a bar. */
export function limitUse({ name, value, used, level }: Pick<Limit, 'name' | 'value' | 'used' | 'level'>): LimitUse {
  const bound = value === null ? 'no bound' : withUnit(name, value);
  if (used === null) return { share: null, level: 'plain', words: bound };
  const words = value === null ? `${withUnit(name, used)}, no bound` : `${formatAmount(name, used)} of ${bound}`;
  if (value === null) return { share: null, level: 'plain', words };
  const share = value === 0 ? 1 : Math.min(used / value, 1);
  return { share, level: LEVELS[level], words };
}
