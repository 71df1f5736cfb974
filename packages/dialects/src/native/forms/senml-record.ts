import { type DecodeContext, QUALITY, type ReadingValue } from '@hawser/core';

import { readName, readUnit } from '../fields/text.ts';
import { checkTime } from '../fields/time.ts';
import { readValue } from '../fields/value.ts';
import type { DataObject } from '../format/tree.ts';
import { Refusal, refusal, typeName } from '../refusal.ts';
import type { NewReading, ReadingCollector } from './reading-collector.ts';
import type { SenmlBase } from './senml-base.ts';

/** Times below this many seconds are relative to now (RFC 8428, section 4.5.3). */
const RELATIVE_TIME_LIMIT = 2 ** 28;
const BASE64_URL = /^[A-Za-z0-9_-]*={0,2}$/;
const SEPARATOR_AT_END = /[/:._-]$/;
/** Metric of a record whose whole name is the base name. */
const NAMELESS_METRIC = 'value';
const SUM_SUFFIX = '.sum';

/** What a record says beside its value and its sum. */
interface RecordScope {
  readonly device: string;
  readonly metric: string;
  readonly unit: string | null;
  readonly time: number;
}

/** Decodes one record: a reading for its value and one more for its sum; none when it only sets base values. */
export function decodeSenmlRecord(record: DataObject, base: SenmlBase, out: ReadingCollector): void {
  if (setsOnlyBase(record)) return;
  const { context } = out;
  const scope = readRecordScope(record, base, context);
  const hasSum = record.s !== undefined || base.sum !== null;
  const hasValue = countValues(record) > 0 || base.value !== null || !hasSum;
  if (hasValue) out.take(toReading(scope, readRecordValue(record, base, context)), record.n);
  if (hasSum) out.take(toReading(sumScope(scope, context), addToBase(record.s, base.sum, 'sum')), record.n);
}

function toReading(scope: RecordScope | Refusal, value: ReadingValue | Refusal): NewReading | Refusal {
  if (scope instanceof Refusal) return scope;
  if (value instanceof Refusal) return value;
  // Written out: a spread makes this several times slower.
  const { device, metric, unit, time } = scope;
  return { index: 0, device, metric, unit, time, value, quality: QUALITY.good };
}

/** The sum of a metric is a metric of its own. */
function sumScope(scope: RecordScope | Refusal, context: DecodeContext): RecordScope | Refusal {
  if (scope instanceof Refusal) return scope;
  const metric = readName(scope.metric + SUM_SUFFIX, 'metric', context.limits);
  return metric instanceof Refusal ? metric : { ...scope, metric };
}

function readRecordScope(record: DataObject, base: SenmlBase, context: DecodeContext): RecordScope | Refusal {
  const named = readRecordName(record.n, base.name ?? '', context);
  if (named instanceof Refusal) return named;
  const unit = readUnit(record.u ?? base.unit, context.limits);
  if (unit instanceof Refusal) return unit;
  const time = readRecordTime(record.t, base.time ?? 0, context);
  if (time instanceof Refusal) return time;
  return { device: named.device, metric: named.metric, unit, time };
}

/**
 * The base name, without one separator at its end, is the device; the name is the metric. Without a base name the
 * device is the agent; without a name the metric is called `value`.
 */
function readRecordName(name: unknown, baseName: string, context: DecodeContext) {
  if (name !== undefined && typeof name !== 'string') {
    return refusal('invalid-name', `the name of the metric is ${typeName(name)}, not text`);
  }
  const base = baseName.replace(SEPARATOR_AT_END, '');
  const metric = readName(name || (base === '' ? name : NAMELESS_METRIC), 'metric', context.limits);
  if (metric instanceof Refusal) return metric;
  const device = base === '' ? context.agentName : readName(base, 'device', context.limits);
  return device instanceof Refusal ? device : { device, metric };
}

function readRecordTime(time: unknown, baseTime: number, context: DecodeContext): number | Refusal {
  if (time !== undefined && typeof time !== 'number') {
    return refusal('invalid-time', `the time is ${typeName(time)}, not a number of seconds`);
  }
  const seconds = baseTime + (time ?? 0);
  const ms = seconds * 1_000;
  return checkTime(seconds < RELATIVE_TIME_LIMIT ? context.receivedAt + ms : ms, context);
}

function setsOnlyBase(record: DataObject): boolean {
  const { n, u, t, s } = record;
  return n === undefined && u === undefined && t === undefined && s === undefined && countValues(record) === 0;
}

function countValues({ v, vs, vb, vd }: DataObject): number {
  return Number(v !== undefined) + Number(vs !== undefined) + Number(vb !== undefined) + Number(vd !== undefined);
}

function readRecordValue(record: DataObject, base: SenmlBase, context: DecodeContext): ReadingValue | Refusal {
  if (countValues(record) > 1) return refusal('invalid-value', 'the SenML record has more than one value');
  const { vs, vb, vd } = record;
  if (vb !== undefined) return typeof vb === 'boolean' ? vb : refusal('invalid-value', `vb is ${typeName(vb)}`);
  if (vs !== undefined) return typeof vs === 'string' ? readValue(vs, context.limits) : wrongText('vs', vs);
  if (vd !== undefined) return readData(vd, context);
  if (record.v === undefined && base.value === null) return refusal('invalid-value', 'the SenML record has no value');
  return addToBase(record.v, base.value, 'value');
}

/** Binary data is stored as the base64url text that it comes as. */
function readData(data: unknown, context: DecodeContext): ReadingValue | Refusal {
  if (typeof data !== 'string') return wrongText('vd', data);
  return BASE64_URL.test(data) ? readValue(data, context.limits) : refusal('invalid-value', 'vd is not base64url');
}

function wrongText(label: string, value: unknown): Refusal {
  return refusal('invalid-value', `${label} is ${typeName(value)}, not text`);
}

/** Adds a number to its base; a missing one is zero (RFC 8428, section 4.5.4). */
function addToBase(value: unknown, base: number | null, what: string): number | Refusal {
  if (value !== undefined && typeof value !== 'number') {
    return refusal('invalid-value', `the ${what} is ${typeName(value)}, not a number`);
  }
  const total = (value ?? 0) + (base ?? 0);
  return Number.isFinite(total) ? total : refusal('not-finite', `the ${what} is beyond what a double can hold`);
}
