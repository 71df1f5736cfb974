import type { RejectReason } from '@hawser/core';

/** What must become of a hostile payload. */
export type HostileExpectation =
  | { readonly reason: RejectReason }
  | { readonly refused: readonly { readonly index: number; readonly reason: RejectReason }[]; readonly stored: number };

/** A payload that must end as a dead letter, in whole or in part, and hurt nothing else. */
export interface HostilePayload {
  readonly name: string;
  readonly payload: Uint8Array;
  readonly expect: HostileExpectation;
}

/** A payload of which nothing is stored. */
export function rejected(name: string, reason: RejectReason, payload: Uint8Array | string): HostilePayload {
  return { name, payload: toBytes(payload), expect: { reason } };
}

/**
 * A payload of which the good readings are stored.
 *
 * @param refused - reason by position of the reading
 */
export function partly(
  name: string,
  refused: Readonly<Record<number, RejectReason>>,
  stored: number,
  payload: Uint8Array | string,
): HostilePayload {
  const list = Object.entries(refused).map(([index, reason]) => ({ index: Number(index), reason }));
  return { name, payload: toBytes(payload), expect: { refused: list, stored } };
}

/** A payload in the `readings` form: a good reading, the given ones as JSON text, and a good reading. */
export function betweenGoodReadings(...readings: readonly string[]): string {
  return `{"readings":[{"m":"first","v":1},${readings.join(',')},{"m":"last","v":2}]}`;
}

function toBytes(payload: Uint8Array | string): Uint8Array {
  return typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
}
