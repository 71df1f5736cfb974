import type { DecodeContext } from '@hawser/core';

import { readName } from '../fields/text.ts';
import { readTime } from '../fields/time.ts';
import type { DataObject } from '../format/tree.ts';
import { type Refusal, refusal } from '../refusal.ts';

/** What a message says once for all of its readings. A fault in it refuses the readings that rely on it. */
export interface MessageScope {
  readonly device: string | Refusal;
  /** Milliseconds since the Unix epoch. */
  readonly time: number | Refusal;
}

/** Reads `device` (default: the agent's name) and `ts` or `timestamp` (default: the time of reception). */
export function readScope(message: DataObject, context: DecodeContext): MessageScope {
  return { device: readDevice(message, context), time: readMessageTime(message, context) };
}

/** Reads `device` of a message; the agent's name when there is none. */
export function readDevice(message: DataObject, context: DecodeContext): string | Refusal {
  const { device } = message;
  if (device === undefined || device === null) return context.agentName;
  return readName(device, 'device', context.limits);
}

function readMessageTime(message: DataObject, context: DecodeContext): number | Refusal {
  if (hasBoth(message.ts, message.timestamp)) return givenTwice('ts', 'timestamp');
  const time = message.ts ?? message.timestamp;
  return time === undefined || time === null ? Math.round(context.receivedAt) : readTime(time, context);
}

/** Tells whether a member was given under its short and its long name. */
export function hasBoth(short: unknown, long: unknown): boolean {
  return long !== undefined && short !== undefined;
}

export function givenTwice(short: string, long: string): Refusal {
  return refusal('duplicate-key', `"${short}" and "${long}" are two names of the same member`);
}
