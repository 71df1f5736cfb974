import type { RejectReason } from '@hawser/core';

/** Why something was refused: a whole message, or one of its readings. A class, so that no payload can look like one. */
export class Refusal {
  readonly reason: RejectReason;
  readonly detail: string;

  constructor(reason: RejectReason, detail: string) {
    this.reason = reason;
    this.detail = detail;
  }
}

const MAX_DETAIL_LENGTH = 300;
const MAX_QUOTED_LENGTH = 40;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/gu;

/**
 * Makes a refusal whose detail is safe to store and show: bounded, without control characters or lone surrogates.
 *
 * @param detail - what exactly was wrong, for a person
 */
export function refusal(reason: RejectReason, detail: string): Refusal {
  return new Refusal(reason, storable(detail));
}

/** The same refusal with the name of what it is about before the detail. */
export function about(name: string, why: Refusal): Refusal {
  return refusal(why.reason, `${quote(name)}: ${why.detail}`);
}

function storable(detail: string): string {
  const clipped = detail.length > MAX_DETAIL_LENGTH ? `${detail.slice(0, MAX_DETAIL_LENGTH - 1)}…` : detail;
  return clipped.replace(UNPRINTABLE, '?');
}

/** Quotes text of the sender inside a detail, shortened where it is long. */
export function quote(text: string): string {
  if (text.length <= MAX_QUOTED_LENGTH) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, MAX_QUOTED_LENGTH))}…`;
}

/** Names the JSON type of a value in a detail. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (ArrayBuffer.isView(value)) return 'binary data';
  if (value instanceof Date) return 'a timestamp';
  return TYPE_NAMES[typeof value] ?? 'nothing';
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  string: 'text',
  number: 'a number',
  bigint: 'an integer beyond 2^53',
  boolean: 'a boolean',
};
