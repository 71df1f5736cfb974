import type { TelemetryLimits } from '@hawser/core';

/** A JSON object, or a MessagePack map with text keys. */
export type DataObject = { readonly [key: string]: unknown };

/** A payload as plain objects, arrays and values. */
export interface DataTree {
  readonly root: unknown;
  /** Number of keys `constructor` and `prototype` in it; each must be accounted for as a refused metric name. */
  readonly reservedKeys: number;
}

/** What walking a tree counted. */
export interface TreeTally {
  members: number;
  reservedKeys: number;
  prototypeKeys: number;
}

/** Most values that one reading of a message may take up, so that a small payload cannot become a huge tree. */
const VALUES_PER_READING = 64;

/** Says how many values a payload may hold, whatever their form. */
export function maxValues(limits: TelemetryLimits): number {
  return limits.maxReadingsPerMessage * VALUES_PER_READING;
}

/** Tells whether a value is an object or map; arrays, binary data and timestamps are not. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && (isPlain(value) || !(Array.isArray(value) || isOpaque(value)));
}

/** Tells whether a key or name is one that JavaScript gives a meaning to. */
export function isReservedName(name: string): boolean {
  return name === 'constructor' || name === 'prototype' || name === '__proto__';
}

/**
 * Counts the members of every object in a tree whose depth was already checked.
 *
 * @param root - parsed payload
 */
export function tallyTree(root: unknown): TreeTally {
  const tally: TreeTally = { members: 0, reservedKeys: 0, prototypeKeys: 0 };
  if (typeof root === 'object' && root !== null) visit(root, tally);
  return tally;
}

function visit(node: object, tally: TreeTally): void {
  if (isPlain(node)) visitObject(node as DataObject, tally);
  else if (Array.isArray(node)) visitArray(node, tally);
  else if (!isOpaque(node)) visitObject(node as DataObject, tally);
}

function visitArray(items: readonly unknown[], tally: TreeTally): void {
  for (const item of items) {
    if (typeof item === 'object' && item !== null) visit(item, tally);
  }
}

function visitObject(node: DataObject, tally: TreeTally): void {
  for (const key in node) {
    tally.members++;
    if (isReservedName(key)) countReserved(key, tally);
    const value = node[key];
    if (typeof value === 'object' && value !== null) visit(value, tally);
  }
}

function countReserved(key: string, tally: TreeTally): void {
  if (key === '__proto__') tally.prototypeKeys++;
  else tally.reservedKeys++;
}

/** What nearly every object of a payload is; this is asked for every reading, and the other questions cost more. */
function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

function isOpaque(value: object): boolean {
  return ArrayBuffer.isView(value) || value instanceof Date;
}
