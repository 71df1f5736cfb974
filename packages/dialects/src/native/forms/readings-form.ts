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

/** Each member is looked up once: this runs for every single reading. */
function readReading(reading: DataObject, scope: MessageScope, context: DecodeContext): NewReading | Refusal {
  const { m, metric: longM, v, value: longV, u, unit: longU, q, quality: longQ, ts, timestamp } = reading;
  if (hasBoth(m, longM)) return givenTwice('m', 'metric');
  if (hasBoth(v, longV)) return givenTwice('v', 'value');
  if (hasBoth(u, longU)) return givenTwice('u', 'unit');
  if (hasBoth(q, longQ)) return givenTwice('q', 'quality');
  if (hasBoth(ts, timestamp)) return givenTwice('ts', 'timestamp');
  const { limits } = context;
  const metric = readName(m ?? longM, 'metric', limits);
  if (metric instanceof Refusal) return metric;
  const value = readValue(v ?? longV, limits);
  if (value instanceof Refusal) return value;
  const ownTime = ts ?? timestamp;
  const time = ownTime === undefined || ownTime === null ? scope.time : readTime(ownTime, context);
  if (time instanceof Refusal) return time;
  const quality = readQuality(q ?? longQ);
  if (quality instanceof Refusal) return quality;
  const unit = readUnit(u ?? longU, limits);
  if (unit instanceof Refusal) return unit;
  const { device } = scope;
  return device instanceof Refusal ? device : { index: 0, device, metric, unit, time, value, quality };
}
