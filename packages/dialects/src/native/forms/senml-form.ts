import { isDataObject } from '../format/tree.ts';
import { Refusal, refusal, typeName } from '../refusal.ts';
import type { ReadingCollector } from './reading-collector.ts';
import { EMPTY_BASE, readBase, type SenmlBase } from './senml-base.ts';
import { decodeSenmlRecord } from './senml-record.ts';

/**
 * Tells a SenML pack (RFC 8428) from an array of messages: some record has a text `n` or `bn`, and none has the
 * `readings` or `metrics` of a message.
 */
export function isSenmlPack(items: readonly unknown[]): boolean {
  let named = false;
  for (const item of items) {
    if (!isDataObject(item)) continue;
    if (item.readings !== undefined || item.metrics !== undefined) return false;
    named ||= typeof item.n === 'string' || typeof item.bn === 'string';
  }
  return named;
}

/**
 * Decodes a SenML pack. Base values carry over from record to record, so a bad one rejects the pack; a bad record only
 * itself.
 *
 * @returns why the pack cannot be understood at all, or null
 */
export function decodeSenmlPack(records: readonly unknown[], out: ReadingCollector): Refusal | null {
  const bases: (SenmlBase | null)[] = [];
  let base = EMPTY_BASE;
  for (const record of records) {
    if (isDataObject(record)) {
      const next = readBase(record, base);
      if (next instanceof Refusal) return next;
      base = next;
    }
    bases.push(base);
  }
  for (const [i, record] of records.entries()) {
    if (isDataObject(record)) decodeSenmlRecord(record, bases[i] ?? EMPTY_BASE, out);
    else out.take(refusal('unknown-shape', `the SenML record is ${typeName(record)}, not an object`));
  }
  return null;
}
