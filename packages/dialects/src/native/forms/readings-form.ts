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

function readReading(reading: DataObject, scope: MessageScope, context: DecodeContext): NewReading | Refusal {
  const twice = memberGivenTwice(reading);
  if (twice !== null) return twice;
  const { limits } = context;
  const metric = readName(reading.m ?? reading.metric, 'metric', limits);
  if (metric instanceof Refusal) return metric;
  const value = readValue(reading.v ?? reading.value, limits);
  if (value instanceof Refusal) return value;
  const ownTime = reading.ts ?? reading.timestamp;
  const time = ownTime === undefined || ownTime === null ? scope.time : readTime(ownTime, context);
  if (time instanceof Refusal) return time;
  const quality = readQuality(reading.q ?? reading.quality);
  if (quality instanceof Refusal) return quality;
  const unit = readUnit(reading.u ?? reading.unit, limits);
  if (unit instanceof Refusal) return unit;
  const { device } = scope;
  return device instanceof Refusal ? device : { index: 0, device, metric, unit, time, value, quality };
}

function memberGivenTwice(reading: DataObject): Refusal | null {
  if (hasBoth(reading.m, reading.metric)) return givenTwice('m', 'metric');
  if (hasBoth(reading.v, reading.value)) return givenTwice('v', 'value');
  if (hasBoth(reading.u, reading.unit)) return givenTwice('u', 'unit');
  if (hasBoth(reading.q, reading.quality)) return givenTwice('q', 'quality');
  return hasBoth(reading.ts, reading.timestamp) ? givenTwice('ts', 'timestamp') : null;
}
