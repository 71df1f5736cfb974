import { Buffer, isUtf8 } from 'node:buffer';

import type { TelemetryLimits } from '@hawser/core';

import { Refusal, refusal } from '../refusal.ts';
import { duplicateKey, prototypeKey } from './faults.ts';
import { findDuplicateKey, scanJson } from './json-scan.ts';
import { jsonStart } from './sniff.ts';
import { type DataTree, tallyTree } from './tree.ts';

/**
 * Parses a JSON payload (RFC 8259) strictly: valid UTF-8, no duplicate keys, bounded depth and size.
 *
 * @param payload - bytes, perhaps with a byte order mark before the text
 */
export function parseJson(payload: Uint8Array, limits: TelemetryLimits): DataTree | Refusal {
  if (!isUtf8(payload)) return refusal('invalid-utf8', 'the JSON text is not valid UTF-8');
  const start = jsonStart(payload);
  const text = Buffer.from(payload.buffer, payload.byteOffset + start, payload.byteLength - start);
  const members = scanJson(text, limits);
  if (typeof members !== 'number') return members;
  const root = parseText(text);
  if (root instanceof Refusal) return root;
  const tally = tallyTree(root.value);
  if (tally.members !== members) return duplicateKey(findDuplicateKey(text));
  if (tally.prototypeKeys > 0) return prototypeKey();
  return { root: root.value, reservedKeys: tally.reservedKeys };
}

function parseText(text: Buffer): { readonly value: unknown } | Refusal {
  try {
    return { value: JSON.parse(text.toString('utf8')) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return refusal('invalid-json', error.message);
    throw error;
  }
}
