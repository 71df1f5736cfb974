import { QUALITY, type Quality, type ReadingValue, type TelemetryLimits } from '@hawser/core';

import { quote, type Refusal, refusal, typeName } from '../refusal.ts';
import { isLongerThan, textFault } from './text.ts';

/**
 * Checks the value of a reading: a finite number, a boolean, or text that is not too long.
 */
export function readValue(value: unknown, limits: TelemetryLimits): ReadingValue | Refusal {
  if (typeof value === 'number') return Number.isFinite(value) ? value : notFinite(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return readText(value, limits);
  if (value === undefined) return refusal('invalid-value', 'the value is missing');
  return refusal('invalid-value', `the value is ${typeName(value)}, neither a number, a boolean nor text`);
}

function notFinite(value: number): Refusal {
  return refusal('not-finite', `the value is ${Number.isNaN(value) ? 'NaN' : 'beyond what a double can hold'}`);
}

function readText(text: string, limits: TelemetryLimits): string | Refusal {
  if (isLongerThan(text, limits.maxTextLength)) {
    return refusal('text-too-long', `the value has more than ${limits.maxTextLength} characters`);
  }
  return textFault(text, 'the value') ?? text;
}

/**
 * Reads the quality of a reading: `good`, `uncertain` or `bad` in any letter case; good when it is not given.
 */
export function readQuality(quality: unknown): Quality | Refusal {
  if (quality === undefined || quality === null || quality === 'good') return QUALITY.good;
  if (typeof quality !== 'string') return refusal('invalid-quality', `the quality is ${typeName(quality)}, not text`);
  switch (quality.toLowerCase()) {
    case 'good':
      return QUALITY.good;
    case 'uncertain':
      return QUALITY.uncertain;
    case 'bad':
      return QUALITY.bad;
    default:
      return refusal('invalid-quality', `the quality ${quote(quality)} is none of good, uncertain and bad`);
  }
}
