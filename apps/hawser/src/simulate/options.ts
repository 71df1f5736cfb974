import { InvalidArgumentError } from 'commander';
import type { CsvEnd } from './csv/csv-source.ts';
import { parseTime } from './csv/parse-time.ts';

const UNIT_MS: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Timers of Node cannot wait longer. */
const LONGEST_MS = 20 * 86_400_000;

/** Makes a parser for whole numbers in a range. */
export function countBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Reads a positive number or the word `max`. (Not null, which commander takes for a missing value.) */
export function numberOrMax(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a positive number or max.');
}

/** Reads `90`, `90s`, `15m`, `2h` or `1d` into milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('It must be a time like 90s, 15m or 2h, at most 20d.');
}

/** Reads where the last row of a file shall lie. */
export function csvEnd(text: string): CsvEnd | 'now' {
  if (text === 'now' || text === 'keep') return text;
  const time = parseTime(text);
  if (time !== null) return time;
  throw new InvalidArgumentError('It must be now, keep, or a time like 2025-01-31T12:00:00Z.');
}

/** Reads the first part of agents' names. */
export function namePrefix(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._:-]{0,55}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 56 letters, digits and ._:-, a letter or digit first.');
}

/** What the command line says, as commander hands it over. */
export interface SimulateOptions {
  readonly url: string;
  readonly email?: string;
  readonly password?: string;
  readonly token?: string;
  readonly account?: string;
  readonly agents?: number;
  readonly rate: number | 'max';
  readonly readingsPerMessage: number;
  readonly duration?: number;
  readonly csv?: string;
  readonly timeColumn?: string;
  readonly csvEnd: CsvEnd | 'now';
  readonly speed: number | 'max';
  readonly prefix?: string;
  readonly seed: number;
  readonly maxInFlight: number;
  readonly settleTimeout: number;
  readonly remove: boolean;
}
