import type { DecodeContext } from '@hawser/core';

import { readName, readUnit } from '../fields/text.ts';
import { readTime } from '../fields/time.ts';
import { readQuality, readValue } from '../fields/value.ts';
import { type DataObject, isDataObject } from '../format/tree.ts';
import { Refusal, refusal, typeName } from '../refusal.ts';
import { givenTwice, hasBoth, type MessageScope, readScope } from './message-scope.ts';
import type { NewReading, ReadingCollector } from './reading-collector.ts';

/**
 * Decodes `{"device", "ts", "readings": [{"m", "v", "u", "q", "ts"}, …]}`, where each reading is judged by itself.
 *
 * @returns why the message cannot be understood at all, or null
 */
export function decodeReadingsForm(message: DataObject, out: ReadingCollector): Refusal | null {
  const { readings } = message;
  if (!Array.isArray(readings)) return refusal('unknown-shape', `"readings" is ${typeName(readings)}, not an array`);
  if (readings.length === 0) return refusal('no-readings', '"readings" is empty');
  const scope = readScope(message, out.context);
  for (const reading of readings as readonly unknown[]) {
    if (isDataObject(reading)) out.take(readReading(reading, scope, out.context), reading.m ?? reading.metric);
    else out.take(refusal('unknown-shape', `the reading is ${typeName(reading)}, not an object`));
  }
  return null;
}

/** A reading as it is written, its members by their long names; undefined where it has none. */
export interface WrittenReading {
  metric: unknown;
  value: unknown;
  unit: unknown;
  quality: unknown;
  time: unknown;
}

/** Each member is looked up once: this runs for every single reading. */
function readReading(reading: DataObject, scope: MessageScope, context: DecodeContext): NewReading | Refusal {
  const { m, metric, v, value, u, unit, q, quality, ts, timestamp } = reading;
  if (hasBoth(m, metric)) return givenTwice('m', 'metric');
  if (hasBoth(v, value)) return givenTwice('v', 'value');
  if (hasBoth(u, unit)) return givenTwice('u', 'unit');
  if (hasBoth(q, quality)) return givenTwice('q', 'quality');
  if (hasBoth(ts, timestamp)) return givenTwice('ts', 'timestamp');
  const written = {
    metric: m ?? metric,
    value: v ?? value,
    unit: u ?? unit,
    quality: q ?? quality,
    time: ts ?? timestamp,
  };
  return checkReading(written, scope, context);
}

/** Says what is wrong with a reading, or makes one of it. */
export function checkReading(
  written: WrittenReading,
  scope: MessageScope,
  context: DecodeContext,
): NewReading | Refusal {
  const { limits } = context;
  const metric = readName(written.metric, 'metric', limits);
  if (metric instanceof Refusal) return metric;
  const value = readValue(written.value, limits);
  if (value instanceof Refusal) return value;
  const time = written.time === undefined || written.time === null ? scope.time : readTime(written.time, context);
  if (time instanceof Refusal) return time;
  const quality = readQuality(written.quality);
  if (quality instanceof Refusal) return quality;
  const unit = readUnit(written.unit, limits);
  if (unit instanceof Refusal) return unit;
  const { device } = scope;
  return device instanceof Refusal ? device : { index: 0, device, metric, unit, time, value, quality };
}
