import { QUALITY, type TelemetryLimits } from '@hawser/core';

import { readName } from '../fields/text.ts';
import { readValue } from '../fields/value.ts';
import { type DataObject, isDataObject, isReservedName } from '../format/tree.ts';
import { Refusal } from '../refusal.ts';
import { type MessageScope, readScope } from './message-scope.ts';
import type { NewReading, ReadingCollector } from './reading-collector.ts';

/** Members of a flat message that are no metrics; `id` is one more when its value is an object. */
const RESERVED: ReadonlySet<string> = new Set(['device', 'ts', 'timestamp']);

/**
 * Decodes `{"temp": 20.5, "rpm": 900}`: every member but the reserved ones is a metric; null is no reading.
 */
export function decodeFlatForm(message: DataObject, out: ReadingCollector): void {
  const scope = readScope(message, out.context);
  for (const name in message) {
    const value = message[name];
    if (value === null || RESERVED.has(name) || isMessageId(name, value)) continue;
    if (isReservedName(name)) out.reservedKeys++;
    out.take(readMember(name, value, scope, out.context.limits), name);
  }
}

function readMember(
  name: string,
  written: unknown,
  scope: MessageScope,
  limits: TelemetryLimits,
): NewReading | Refusal {
  const metric = readName(name, 'metric', limits);
  if (metric instanceof Refusal) return metric;
  const value = readValue(written, limits);
  if (value instanceof Refusal) return value;
  const { device, time } = scope;
  if (time instanceof Refusal) return time;
  return device instanceof Refusal
    ? device
    : { index: 0, device, metric, unit: null, time, value, quality: QUALITY.good };
}

/**
 * Tells whether a member of a flat message is its message id. Text is not: a device that sends its own constant `id`
 * beside its values would have every message but the first one taken for a resend.
 */
export function isMessageId(name: string, value: unknown): boolean {
  return name === 'id' && isDataObject(value);
}
