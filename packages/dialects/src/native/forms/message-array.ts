import type { MessageId } from '@hawser/core';

import { mergeMessageIds } from '../fields/message-id.ts';
import { isDataObject } from '../format/tree.ts';
import { Refusal, refusal, typeName } from '../refusal.ts';
import { decodeMessage } from './message.ts';
import type { ReadingCollector } from './reading-collector.ts';
import { decodeSenmlPack, isSenmlPack } from './senml-form.ts';

/**
 * Decodes an array of messages, each of any form. An element that cannot be understood counts as one refused reading,
 * so that its neighbours are stored; but a bad id is a fault of the whole, because one id stands for all.
 *
 * @returns the id for the whole array, null when no element has one, or why nothing of it can be stored
 */
export function decodeMessageArray(messages: readonly unknown[], out: ReadingCollector): MessageId | null | Refusal {
  const ids: MessageId[] = [];
  for (const message of messages) {
    const outcome = decodeElement(message, out);
    if (outcome instanceof Refusal) {
      if (outcome.reason === 'invalid-message-id') return outcome;
      out.take(outcome);
    } else if (outcome !== null) ids.push(outcome);
  }
  return mergeMessageIds(ids);
}

function decodeElement(message: unknown, out: ReadingCollector): MessageId | null | Refusal {
  if (isDataObject(message)) return decodeMessage(message, out);
  if (Array.isArray(message) && isSenmlPack(message)) return decodeSenmlPack(message, out);
  return refusal('unknown-shape', `an element of the array is ${typeName(message)}, not a message`);
}
