import type { TelemetryLimits } from '@hawser/core';

import { isReservedName } from '../format/tree.ts';
import { quote, type Refusal, refusal, typeName } from '../refusal.ts';

const CONTROL_OR_SURROGATE = /[\p{Cc}\p{Cs}]/u;
const PLAIN_LENGTH = 64;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Checks the name of a metric or device: text of 1 to 200 characters (configurable) without control characters, not
 * blank, and none of the names that JavaScript gives a meaning to.
 *
 * @param what - `metric` or `device`, for the detail
 */
export function readName(name: unknown, what: string, limits: TelemetryLimits): string | Refusal {
  if (typeof name !== 'string') return missingName(name, what);
  if (isPlain(name, limits) && !isReservedName(name)) return name;
  if (isLongerThan(name, limits.maxNameLength)) return nameTooLong(name, what, limits);
  if (CONTROL_OR_SURROGATE.test(name)) return unprintableName(name, what);
  if (name.trim() === '') return refusal('invalid-name', `the name of the ${what} is empty`);
  if (isReservedName(name)) return refusal('invalid-name', `${quote(name)} is not allowed as the name of a ${what}`);
  return name;
}

/** Most names are short ASCII without blanks, and every reading has one: nothing else need be looked at then. */
function isPlain(name: string, { maxNameLength }: TelemetryLimits): boolean {
  const { length } = name;
  if (length === 0 || length > Math.min(maxNameLength, PLAIN_LENGTH)) return false;
  for (let at = 0; at < length; at++) {
    const code = name.charCodeAt(at);
    if (code <= 0x20 || code >= 0x7f) return false;
  }
  return true;
}

function missingName(name: unknown, what: string): Refusal {
  if (name === undefined || name === null) return refusal('invalid-name', `the name of the ${what} is missing`);
  return refusal('invalid-name', `the name of the ${what} is ${typeName(name)}, not text`);
}

function nameTooLong(name: string, what: string, limits: TelemetryLimits): Refusal {
  return refusal(
    'name-too-long',
    `the name of the ${what}, ${quote(name)}, has more than ${limits.maxNameLength} characters`,
  );
}

function unprintableName(name: string, what: string): Refusal {
  const fault = textFault(name, `the name of the ${what}`);
  return fault ?? refusal('invalid-name', `the name of the ${what}, ${quote(name)}, has a control character`);
}

/**
 * Checks the unit of a reading: text, where a missing, null or empty one stands for none.
 */
export function readUnit(unit: unknown, limits: TelemetryLimits): string | null | Refusal {
  if (unit === undefined || unit === null || unit === '') return null;
  if (typeof unit !== 'string') return refusal('invalid-unit', `the unit is ${typeName(unit)}, not text`);
  if (isLongerThan(unit, limits.maxNameLength)) {
    return refusal('text-too-long', `the unit has more than ${limits.maxNameLength} characters`);
  }
  if (!CONTROL_OR_SURROGATE.test(unit)) return unit;
  return textFault(unit, 'the unit') ?? refusal('invalid-unit', `the unit ${quote(unit)} has a control character`);
}

/**
 * Checks that the database can hold a text as it is.
 *
 * @returns null when it can
 */
export function textFault(text: string, what: string): Refusal | null {
  if (text.includes('\0')) return refusal('nul-character', `${what} contains the NUL character`);
  if (LONE_SURROGATE.test(text)) return refusal('invalid-utf8', `${what} contains half of a surrogate pair`);
  return null;
}

/**
 * Tells whether a text has more than `most` characters (code points).
 */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  if (text.length > 2 * most) return true;
  let characters = 0;
  for (const _ of text) characters++;
  return characters > most;
}
