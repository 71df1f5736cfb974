import type { DecodeContext, DecodeOutcome, MessageId, TelemetryLimits } from '@hawser/core';
import { inflate } from './format/inflate.ts';
import { parseJson } from './format/json.ts';
import { parseMessagePack } from './format/message-pack.ts';
import { sniffFormat } from './format/sniff.ts';
import { type DataTree, isDataObject } from './format/tree.ts';
import { decodeMessage } from './forms/message.ts';
import { decodeMessageArray } from './forms/message-array.ts';
import { decodePlainMessage } from './forms/plain-message.ts';
import { ReadingCollector } from './forms/reading-collector.ts';
import { decodeSenmlPack, isSenmlPack } from './forms/senml-form.ts';
import { Refusal, refusal, typeName } from './refusal.ts';

/**
 * Decodes a telemetry payload of the native dialect: JSON or MessagePack, as it is or in gzip or zlib, told apart by
 * their bytes. The forms are documented in `README.md` beside this file.
 *
 * @param contentType - MQTT 5 content type; used only where the bytes leave a doubt
 * @returns a value for whatever bytes; an exception is a bug
 */
export function decodeNative(payload: Uint8Array, contentType: string | null, context: DecodeContext): DecodeOutcome {
  const plain = payload.length > context.limits.maxPayloadBytes ? null : decodePlainMessage(payload, context);
  if (plain !== null) return plain;
  const tree = parsePayload(payload, contentType, context.limits);
  if (tree instanceof Refusal) return reject(tree);
  const out = new ReadingCollector(context);
  const messageId = decodeRoot(tree.root, contentType, out);
  return conclude(messageId, tree, out);
}

function parsePayload(payload: Uint8Array, contentType: string | null, limits: TelemetryLimits): DataTree | Refusal {
  if (payload.length > limits.maxPayloadBytes) {
    return refusal(
      'payload-too-large',
      `the payload has ${payload.length} bytes, at most ${limits.maxPayloadBytes} may be`,
    );
  }
  if (payload.length === 0) return refusal('payload-empty', 'the payload has no bytes');
  const format = sniffFormat(payload, contentType);
  if (format !== 'gzip' && format !== 'zlib') return parseData(payload, format, limits);
  const data = inflate(payload, format, limits);
  if (data instanceof Refusal) return data;
  if (data.length === 0) return refusal('payload-empty', 'the compressed data holds no bytes');
  return parseData(data, sniffFormat(data, contentType), limits);
}

function parseData(data: Uint8Array, format: ReturnType<typeof sniffFormat>, limits: TelemetryLimits) {
  if (format === 'json') return parseJson(data, limits);
  if (format === 'message-pack') return parseMessagePack(data, limits);
  if (format === 'unknown') return refusal('unknown-format', 'the data begins like none of the known formats');
  return refusal('invalid-compression', 'the data was compressed twice');
}

function decodeRoot(root: unknown, contentType: string | null, out: ReadingCollector): MessageId | null | Refusal {
  if (isDataObject(root)) return decodeMessage(root, out);
  if (!Array.isArray(root)) return refusal('unknown-shape', `the message is ${typeName(root)}, not an object or array`);
  const saysSenml = contentType !== null && /\bsenml\b/i.test(contentType);
  return saysSenml || isSenmlPack(root) ? decodeSenmlPack(root, out) : decodeMessageArray(root, out);
}

function conclude(messageId: MessageId | null | Refusal, tree: DataTree, out: ReadingCollector): DecodeOutcome {
  const { readings, refused } = out;
  if (messageId instanceof Refusal) return reject(messageId);
  if (out.overflowed) return reject(tooManyReadings(out.context.limits));
  if (tree.reservedKeys > out.reservedKeys) return reject(reservedKey());
  const [first] = refused;
  if (readings.length > 0) return { kind: 'decoded', messageId, readings, refused };
  if (first === undefined) return reject(refusal('no-readings', 'the message has no readings'));
  const others = refused.length === 1 ? '' : ` (the first of ${refused.length} refused readings; none was good)`;
  return { ...reject(refusal(first.reason, first.detail + others)), refused };
}

function tooManyReadings(limits: TelemetryLimits): Refusal {
  return refusal('too-many-readings', `the message has more than ${limits.maxReadingsPerMessage} readings`);
}

function reservedKey(): Refusal {
  return refusal('invalid-name', 'the keys "constructor" and "prototype" are not allowed');
}

function reject({ reason, detail }: Refusal) {
  return { kind: 'reject', reason, detail } as const;
}
