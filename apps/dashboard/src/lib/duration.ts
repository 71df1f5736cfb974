import { formatCount } from './format.ts';

/** Units that a person thinks in, the largest first, with their length in seconds. */
export const DURATION_UNITS = [
  { unit: 'd', seconds: 86_400, label: 'days' },
  { unit: 'h', seconds: 3_600, label: 'hours' },
  { unit: 'min', seconds: 60, label: 'minutes' },
  { unit: 's', seconds: 1, label: 'seconds' },
] as const;

type DurationUnit = (typeof DURATION_UNITS)[number];
export type UnitName = DurationUnit['unit'];

/** A duration as a person says it: a number and a unit. */
export interface Duration {
  readonly amount: number;
  readonly unit: UnitName;
}

/** A whole number of seconds in the largest unit that it fills without a rest. */
export function durationOf(seconds: number): Duration {
  const { unit, seconds: size } = DURATION_UNITS.find((each) => seconds % each.seconds === 0) ?? secondsUnit();
  return { amount: seconds / size, unit };
}

/** The length of a duration, to the whole second. */
export function secondsOf({ amount, unit }: Duration): number {
  const { seconds } = DURATION_UNITS.find((each) => each.unit === unit) ?? secondsUnit();
  return Math.round(amount * seconds);
}

/** A whole number of seconds in words, as in `15 min`. */
export function formatDuration(seconds: number): string {
  const { amount, unit } = durationOf(seconds);
  return `${formatCount(amount)} ${unit}`;
}

function secondsUnit(): DurationUnit {
  return DURATION_UNITS[3];
}
