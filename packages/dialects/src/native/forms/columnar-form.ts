import { QUALITY, type TelemetryLimits } from '@hawser/core';

import { readName } from '../fields/text.ts';
import { readTime } from '../fields/time.ts';
import { readValue } from '../fields/value.ts';
import { type DataObject, isDataObject, isReservedName } from '../format/tree.ts';
import { quote, Refusal, refusal, typeName } from '../refusal.ts';
import { givenTwice, hasBoth, readDevice } from './message-scope.ts';
import type { NewReading, ReadingCollector } from './reading-collector.ts';

/**
 * Decodes `{"device", "ts": […], "metrics": {"temp": […], …}}`: one value or null of each metric at each time.
 * The readings are numbered metric by metric; null is no reading.
 *
 * @returns why the message cannot be understood at all, or null: a column of another length makes every value doubtful
 */
export function decodeColumnarForm(message: DataObject, out: ReadingCollector): Refusal | null {
  const { metrics } = message;
  if (!isDataObject(metrics)) return refusal('unknown-shape', `"metrics" is ${typeName(metrics)}, not an object`);
  if (hasBoth(message.ts, message.timestamp)) return givenTwice('ts', 'timestamp');
  const ts = message.ts ?? message.timestamp;
  if (!Array.isArray(ts))
    return refusal('unknown-shape', `"ts" is ${typeName(ts)}, not an array as long as the columns`);
  const fault = columnFault(metrics, ts.length);
  if (fault !== null) return fault;
  const device = readDevice(message, out.context);
  const times = (ts as readonly unknown[]).map((time) => readTime(time, out.context));
  for (const [name, values] of Object.entries(metrics)) {
    const metric = readName(name, 'metric', out.context.limits);
    decodeColumn(name, values as readonly unknown[], { metric, device, times }, out);
  }
  return null;
}

function columnFault(metrics: DataObject, rows: number): Refusal | null {
  for (const [name, values] of Object.entries(metrics)) {
    if (!Array.isArray(values)) {
      return refusal('unknown-shape', `the column ${quote(name)} is ${typeName(values)}, not an array`);
    }
    if (values.length !== rows) {
      return refusal('unknown-shape', `the column ${quote(name)} has ${values.length} values for ${rows} times`);
    }
  }
  return null;
}

/** What a column and its message say about each of its values. */
interface Column {
  readonly metric: string | Refusal;
  readonly device: string | Refusal;
  readonly times: readonly (number | Refusal)[];
}

function decodeColumn(name: string, values: readonly unknown[], column: Column, out: ReadingCollector): void {
  if (isReservedName(name)) out.reservedKeys++;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value !== null) out.take(readCell(value, row, column, out.context.limits), name);
  }
}

function readCell(written: unknown, row: number, column: Column, limits: TelemetryLimits): NewReading | Refusal {
  const { metric, device, times } = column;
  if (metric instanceof Refusal) return metric;
  const value = readValue(written, limits);
  if (value instanceof Refusal) return value;
  const time = times[row] ?? refusal('invalid-time', 'the row has no time');
  if (time instanceof Refusal) return time;
  if (device instanceof Refusal) return device;
  return { index: 0, device, metric, unit: null, time, value, quality: QUALITY.good };
}
