import type { MessageId, TelemetryLimits } from '@hawser/core';

import { isDataObject } from '../format/tree.ts';
import { quote, Refusal, refusal, typeName } from '../refusal.ts';
import { readName } from './text.ts';

/**
 * Reads a message id: `{epoch, seq}`, two integers from 0 to 2^53 - 1, or any text that could be a name.
 *
 * @returns null when the message has none
 */
export function readMessageId(id: unknown, limits: TelemetryLimits): MessageId | null | Refusal {
  if (id === undefined || id === null) return null;
  if (typeof id === 'string') return readOpaqueId(id, limits);
  if (!isDataObject(id)) return invalidId(`the id is ${typeName(id)}, neither an object nor text`);
  const { epoch, seq } = id;
  if (!isCounter(epoch) || !isCounter(seq)) return invalidId('epoch and seq must be integers from 0 to 2^53 - 1');
  return { kind: 'sequence', epoch, seq };
}

function readOpaqueId(id: string, limits: TelemetryLimits): MessageId | Refusal {
  const name = readName(id, 'message', limits);
  if (name instanceof Refusal) return invalidId(name.detail);
  return { kind: 'opaque', id };
}

/**
 * Makes one id of those in an array of messages, which came as one message and can only come again as one: the highest
 * sequence of one epoch, or the one text that is there. Anything else cannot be recognised when it comes again.
 *
 * @param ids - ids of the elements that have one
 */
export function mergeMessageIds(ids: readonly MessageId[]): MessageId | null | Refusal {
  let merged: MessageId | null = null;
  for (const id of ids) {
    if (merged === null) merged = id;
    else if (id.kind === 'sequence' && merged.kind === 'sequence' && id.epoch === merged.epoch) {
      if (id.seq > merged.seq) merged = id;
    } else if (id.kind !== 'opaque' || merged.kind !== 'opaque' || id.id !== merged.id) return mixedIds(merged, id);
  }
  return merged;
}

function mixedIds(one: MessageId, other: MessageId): Refusal {
  return invalidId(`the array has messages with unlike ids, ${inWords(one)} and ${inWords(other)}`);
}

function inWords(id: MessageId): string {
  return id.kind === 'opaque' ? quote(id.id) : `epoch ${id.epoch}`;
}

function isCounter(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function invalidId(detail: string): Refusal {
  return refusal('invalid-message-id', detail);
}
