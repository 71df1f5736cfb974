import type { BucketPoint, RawPoint, SeriesPoints } from '@hawser/storage';
import { csvText, csvTime, csvValue } from './csv-fields.ts';

const ROWS_PER_CHUNK = 1_000;

/**
 * Writes series as one table (RFC 4180). When roll-ups are among them, all rows have their columns, and readings that
 * were not rolled up are rows with a count of one.
 */
export function* csvOf(series: readonly SeriesPoints[]): Generator<string> {
  const rolledUp = series.some(({ resolution }) => resolution !== 'raw');
  const columns = rolledUp ? 'min,max,avg,count' : 'value';
  yield `time,agent,device,metric,unit,${columns}\r\n`;
  for (const one of series) yield* rowsOf(one, rolledUp);
}

function* rowsOf({ series, points }: SeriesPoints, rolledUp: boolean): Generator<string> {
  const names = [series.agentName, series.device, series.metric, series.unit ?? ''].map(csvText).join(',');
  for (let start = 0; start < points.length; start += ROWS_PER_CHUNK) {
    const chunk = points.slice(start, start + ROWS_PER_CHUNK);
    yield chunk.map((point) => `${csvTime(point[0])},${names},${values(point, rolledUp)}\r\n`).join('');
  }
}

function values(point: RawPoint | BucketPoint, rolledUp: boolean): string {
  if (point.length === 5) return point.slice(1).join(',');
  const value = csvValue(point[1]);
  return rolledUp ? `${value},${value},${value},1` : value;
}
