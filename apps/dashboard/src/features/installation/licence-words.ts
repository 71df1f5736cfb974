import type { Licence } from '../../services/api/types.ts';

interface Words {
  readonly label: string;
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
}

/** What the states of a licence are called. None of them stops anything. */
export const LICENCE_STATES: Readonly<Record<Licence['state'], Words>> = {
  none: { label: 'none, and none is needed', tone: 'plain' },
  valid: { label: 'valid', tone: 'good' },
  grace: { label: 'expired, in its time of grace', tone: 'warn' },
  expired: { label: 'expired', tone: 'bad' },
  invalid: { label: 'cannot be read', tone: 'bad' },
};

type Counts = Licence['counts'];

/** Rows of what the licence counts: name, and what there is of how much. */
export function licenceCounts(counts: Counts): readonly (readonly [label: string, words: string])[] {
  const words = ({ used, limit }: Counts['agents']) => (limit === null ? `${used}, no bound` : `${used} of ${limit}`);
  return [
    ['Agents', words(counts.agents)],
    ['Users', words(counts.users)],
    ['Accounts', words(counts.accounts)],
  ];
}
