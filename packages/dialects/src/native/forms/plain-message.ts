import type { DecodeContext, DecodeOutcome, MessageId } from '@hawser/core';

import { readMessageId } from '../fields/message-id.ts';
import { PlainJson } from '../format/plain-json.ts';
import { Refusal } from '../refusal.ts';
import { type MessageScope, readScope } from './message-scope.ts';
import { ReadingCollector } from './reading-collector.ts';
import { checkReading, type WrittenReading } from './readings-form.ts';

const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** How deep the objects of this form lie in one another. */
const DEPTH = 3;

type Scalar = string | number | boolean;

/** What came before the readings. */
interface Head {
  id: MessageId | undefined;
  ts: Scalar | undefined;
  device: Scalar | undefined;
}

/**
 * Decodes a JSON message with `readings` in one pass over its bytes, when it is written as agents usually write it, nothing is
 * wrong with it, and `id`, `ts` and `device` come before the readings. That is the bulk of all messages, and spares them
 * the tree that is made of a message in general.
 *
 * @returns the same as in general, or null when the message has to be parsed in general
 */
export function decodePlainMessage(payload: Uint8Array, context: DecodeContext): DecodeOutcome | null {
  if (payload[0] !== OPEN_OBJECT || context.limits.maxNesting < DEPTH) return null;
  const json = new PlainJson(payload, context.texts);
  const out = new ReadingCollector(context);
  const head: Head = { id: undefined, ts: undefined, device: undefined };
  if (!readHead(json, head, context)) return null;
  if (!readReadings(json, readScope({ ts: head.ts, device: head.device }, context), out)) return null;
  if (!json.take(CLOSE_OBJECT) || !json.isAtEnd() || out.overflowed) return null;
  return { kind: 'decoded', messageId: head.id ?? null, readings: out.readings, refused: out.refused };
}

/** @returns true when the readings come next */
function readHead(json: PlainJson, head: Head, context: DecodeContext): boolean {
  json.take(OPEN_OBJECT);
  for (;;) {
    const name = json.text();
    if (!json.take(COLON)) return false;
    if (name === 'readings') return true;
    if (!readHeadMember(json, name, head, context) || !json.take(COMMA)) return false;
  }
}

function readHeadMember(json: PlainJson, name: string | undefined, head: Head, context: DecodeContext): boolean {
  if (name === 'id' && head.id === undefined) {
    const id = readMessageId(json.peek() === OPEN_OBJECT ? readSequence(json) : json.scalar(), context.limits);
    // An id that is not plain came out as none.
    if (id === null || id instanceof Refusal) return false;
    head.id = id;
    return true;
  }
  if ((name !== 'ts' && name !== 'device') || head[name] !== undefined) return false;
  head[name] = json.scalar();
  return head[name] !== undefined;
}

/** `{"epoch": …, "seq": …}` in this order. */
function readSequence(json: PlainJson): { epoch: number; seq: number } | undefined {
  json.take(OPEN_OBJECT);
  const epoch = json.text() === 'epoch' && json.take(COLON) ? json.number() : undefined;
  if (epoch === undefined || !json.take(COMMA)) return undefined;
  const seq = json.text() === 'seq' && json.take(COLON) ? json.number() : undefined;
  return seq === undefined || !json.take(CLOSE_OBJECT) ? undefined : { epoch, seq };
}

/** @returns false as soon as something is not plain, or wrong */
function readReadings(json: PlainJson, scope: MessageScope, out: ReadingCollector): boolean {
  const written = { metric: undefined, value: undefined, unit: undefined, quality: undefined, time: undefined };
  if (!json.take(OPEN_ARRAY)) return false;
  do {
    if (!readMembers(json, written)) return false;
    const reading = checkReading(written, scope, out.context);
    if (reading instanceof Refusal) return false;
    out.take(reading);
  } while (json.take(COMMA));
  return json.take(CLOSE_ARRAY);
}

/** Into the same object each time: this runs for every single reading. */
function readMembers(json: PlainJson, written: WrittenReading): boolean {
  written.metric = written.value = written.unit = written.quality = written.time = undefined;
  if (!json.take(OPEN_OBJECT)) return false;
  do {
    const name = json.text();
    if (!json.take(COLON) || !readMember(name, json.scalar(), written)) return false;
  } while (json.take(COMMA));
  return json.take(CLOSE_OBJECT);
}

/** @returns false for what has to be looked at in general: an unknown member, one that came before, a value that is not plain */
function readMember(name: string | undefined, value: Scalar | undefined, written: WrittenReading): boolean {
  switch (name) {
    case 'm':
    case 'metric':
      if (written.metric !== undefined) return false;
      written.metric = value;
      break;
    case 'v':
    case 'value':
      if (written.value !== undefined) return false;
      written.value = value;
      break;
    case 'u':
    case 'unit':
      if (written.unit !== undefined) return false;
      written.unit = value;
      break;
    case 'q':
    case 'quality':
      if (written.quality !== undefined) return false;
      written.quality = value;
      break;
    case 'ts':
    case 'timestamp':
      if (written.time !== undefined) return false;
      written.time = value;
      break;
    default:
      return false;
  }
  return value !== undefined;
}
