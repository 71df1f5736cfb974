import type { TelemetryLimits } from '@hawser/core';

import { quote, type Refusal, refusal } from '../refusal.ts';
import { maxValues } from './tree.ts';

export function tooDeep(limits: TelemetryLimits): Refusal {
  return refusal('nested-too-deep', `objects and arrays are nested more than ${limits.maxNesting} deep`);
}

export function tooManyValues(limits: TelemetryLimits): Refusal {
  return refusal('too-many-readings', `the message has more than ${maxValues(limits)} values`);
}

/** @param key - null when it could not be found again */
export function duplicateKey(key: string | null): Refusal {
  const named = key === null ? 'a key' : `the key ${quote(key)}`;
  return refusal('duplicate-key', `an object has ${named} twice`);
}

export function prototypeKey(): Refusal {
  return refusal('invalid-name', 'the key "__proto__" is not allowed');
}
