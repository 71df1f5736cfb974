import { Buffer } from 'node:buffer';

import type { TelemetryLimits } from '@hawser/core';
import { Unpackr } from 'msgpackr';

import { type Refusal, refusal } from '../refusal.ts';
import { duplicateKey } from './faults.ts';
import { scanMessagePack } from './message-pack-scan.ts';
import { type DataTree, tallyTree } from './tree.ts';

/** `auto` makes bigint of the integers that a double cannot hold; msgpackr's type declarations do not know it. */
const INTEGERS = { int64AsType: 'auto' } as object;
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, ...INTEGERS });

/**
 * Parses a MessagePack payload strictly. The scan before it has checked everything that could make the decoder throw
 * or reserve memory, so an exception from it is a bug.
 *
 * @param payload - bytes whose first one is the marker of a value
 */
export function parseMessagePack(payload: Uint8Array, limits: TelemetryLimits): DataTree | Refusal {
  const members = scanMessagePack(payload, limits);
  if (typeof members !== 'number') return members;
  const marker = payload[0] ?? 0;
  if (!isContainer(marker)) return refusal('unknown-shape', 'the MessagePack data is neither a map nor an array');
  // A view of its own: the decoder leaves a property on the object that it reads.
  const root: unknown = unpackr.unpack(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength));
  const tally = tallyTree(root);
  if (tally.members !== members) return nameDuplicate(payload, limits);
  return { root, reservedKeys: tally.reservedKeys };
}

function isContainer(marker: number): boolean {
  return (marker >= 0x80 && marker <= 0x9f) || (marker >= 0xdc && marker <= 0xdf);
}

function nameDuplicate(payload: Uint8Array, limits: TelemetryLimits): Refusal {
  const found = scanMessagePack(payload, limits, true);
  return typeof found === 'number' ? duplicateKey(null) : found;
}
