import type { MessageId } from '@hawser/core';

import { readMessageId } from '../fields/message-id.ts';
import type { DataObject } from '../format/tree.ts';
import { Refusal, refusal } from '../refusal.ts';
import { decodeColumnarForm } from './columnar-form.ts';
import { decodeFlatForm, isMessageId } from './flat-form.ts';
import type { ReadingCollector } from './reading-collector.ts';
import { decodeReadingsForm } from './readings-form.ts';

/**
 * Decodes one message object: with `readings`, with `metrics` (columnar), or flat.
 *
 * @returns its id, null when it has none, or why the message cannot be understood at all
 */
export function decodeMessage(message: DataObject, out: ReadingCollector): MessageId | null | Refusal {
  const { id, readings, metrics } = message;
  const isFlat = readings === undefined && metrics === undefined;
  const messageId = isFlat && !isMessageId('id', id) ? null : readMessageId(id, out.context.limits);
  if (messageId instanceof Refusal) return messageId;
  return decodeForm(message, out) ?? messageId;
}

function decodeForm(message: DataObject, out: ReadingCollector): Refusal | null {
  const { readings, metrics } = message;
  if (readings !== undefined) {
    if (metrics === undefined) return decodeReadingsForm(message, out);
    return refusal('unknown-shape', 'the message has "readings" and "metrics"');
  }
  if (metrics !== undefined) return decodeColumnarForm(message, out);
  decodeFlatForm(message, out);
  return null;
}
