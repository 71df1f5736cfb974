import { SimulationError } from '../simulation-error.ts';
import { parseDate, parseEpoch } from './parse-time.ts';

export type ColumnKind = 'number' | 'boolean' | 'string';

/** What has been seen of one column so far. */
export interface ColumnFacts {
  readonly name: string;
  isEmpty: boolean;
  isNumber: boolean;
  isBoolean: boolean;
  isDate: boolean;
  isEpoch: boolean;
}

const TIME_NAME = /^(time|timestamp|time_?stamp|date|date_?time|ts|when|recorded_?at|created_?at)$/i;
const BOOLEAN = /^(true|false)$/i;

export function createColumn(name: string): ColumnFacts {
  return { name, isEmpty: true, isNumber: true, isBoolean: true, isDate: true, isEpoch: true };
}

/** Takes one more cell into account. Empty cells say nothing. */
export function observe(column: ColumnFacts, cell: string): void {
  const text = cell.trim();
  if (text === '') return;
  column.isEmpty = false;
  column.isNumber &&= Number.isFinite(Number(text));
  column.isBoolean &&= BOOLEAN.test(text);
  column.isDate &&= parseDate(text) !== null;
  column.isEpoch &&= parseEpoch(text) !== null;
}

/** Says as what the cells of a column are sent: the narrowest kind that all of them fit. */
export function kindOf(column: ColumnFacts): ColumnKind {
  if (column.isBoolean) return 'boolean';
  return column.isNumber ? 'number' : 'string';
}

/**
 * Finds the column that holds the time: the named one, or one that is called like a time and holds times, or the first
 * that holds dates.
 *
 * @returns its position
 * @throws SimulationError when there is none
 */
export function findTimeColumn(columns: readonly ColumnFacts[], wanted: string | undefined): number {
  if (wanted !== undefined) return findNamed(columns, wanted);
  const named = columns.findIndex(
    (column) => !column.isEmpty && TIME_NAME.test(column.name) && (column.isDate || column.isEpoch),
  );
  if (named >= 0) return named;
  const dated = columns.findIndex((column) => !column.isEmpty && column.isDate);
  if (dated >= 0) return dated;
  throw new SimulationError(
    'No column of the file holds times. Name it with --time-column; times are dates like 2025-01-31T12:00:00Z, or seconds or milliseconds since 1970.',
  );
}

function findNamed(columns: readonly ColumnFacts[], wanted: string): number {
  const index = columns.findIndex((column) => column.name === wanted);
  if (index >= 0) return index;
  const names = columns.map((column) => column.name).join(', ');
  throw new SimulationError(`The file has no column ${wanted}; it has ${names}.`);
}

/** Turns a cell into a value; null when it is empty. */
export function cellValue(cell: string, kind: ColumnKind): number | boolean | string | null {
  const text = cell.trim();
  if (text === '') return null;
  if (kind === 'number') return Number(text);
  return kind === 'boolean' ? text.toLowerCase() === 'true' : text;
}
