import { SimulationError } from '../simulation-error.ts';
import { type ColumnFacts, type ColumnKind, createColumn, findTimeColumn, kindOf, observe } from './columns.ts';
import { parseTime } from './parse-time.ts';
import { readRows } from './read-rows.ts';

export interface MetricColumn {
  readonly index: number;
  readonly name: string;
  readonly kind: ColumnKind;
}

/** What must be known of a file before its first row can be sent. */
export interface CsvSurvey {
  readonly path: string;
  readonly timeIndex: number;
  readonly metrics: readonly MetricColumn[];
  readonly rows: number;
  /** Cells that hold a value: what a replay by one agent sends. */
  readonly readings: number;
  /** Earliest and latest time of a row, in milliseconds since the Unix epoch. */
  readonly firstTime: number;
  readonly lastTime: number;
}

/**
 * Reads the whole file once, in constant memory, to learn its columns and its span.
 *
 * @param timeColumn - name of the column with the time; found by itself when undefined
 * @throws SimulationError when the file cannot be replayed; nothing has been sent then
 */
export async function surveyCsv(path: string, timeColumn?: string): Promise<CsvSurvey> {
  const columns = await readColumns(path);
  const timeIndex = findTimeColumn(columns, timeColumn);
  const metrics = columns.flatMap((column, index) =>
    index === timeIndex || column.isEmpty ? [] : [{ index, name: column.name, kind: kindOf(column) }],
  );
  if (metrics.length === 0) throw new SimulationError(`${path} has no column with values beside the time.`);
  return { path, timeIndex, metrics, ...(await readSpan(path, timeIndex, metrics)) };
}

async function readColumns(path: string): Promise<ColumnFacts[]> {
  let columns: ColumnFacts[] | undefined;
  for await (const row of readRows(path)) {
    if (columns === undefined) columns = createColumns(row);
    else for (const [index, column] of columns.entries()) observe(column, row[index] ?? '');
  }
  if (columns === undefined) throw new SimulationError(`${path} is empty.`);
  return columns;
}

function createColumns(header: readonly string[]): ColumnFacts[] {
  const names = header.map((name) => name.trim());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new SimulationError(`The file has the column ${repeated} more than once.`);
  const nameless = names.indexOf('');
  if (nameless >= 0) throw new SimulationError(`Column ${nameless + 1} of the file has no name.`);
  return names.map(createColumn);
}

async function readSpan(path: string, timeIndex: number, metrics: readonly MetricColumn[]) {
  const span = { rows: 0, readings: 0, firstTime: Number.POSITIVE_INFINITY, lastTime: Number.NEGATIVE_INFINITY };
  let line = 0;
  for await (const row of readRows(path)) {
    if (line++ === 0) continue;
    const time = rowTime(row, timeIndex, line);
    span.rows++;
    span.readings += metrics.filter(({ index }) => (row[index] ?? '').trim() !== '').length;
    span.firstTime = Math.min(span.firstTime, time);
    span.lastTime = Math.max(span.lastTime, time);
  }
  if (span.rows === 0) throw new SimulationError(`${path} has a header but no rows.`);
  return span;
}

/**
 * @param record - position in the file, the header being 1
 * @throws SimulationError when the row has no time that can be read
 */
export function rowTime(row: readonly string[], timeIndex: number, record: number): number {
  const text = row[timeIndex] ?? '';
  const time = parseTime(text);
  if (time === null) throw new SimulationError(`Record ${record} of the file has no time that can be read: "${text}".`);
  return time;
}
