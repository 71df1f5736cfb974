import type { DataObject } from '../format/tree.ts';
import { quote, Refusal, refusal, typeName } from '../refusal.ts';

/** Highest version of SenML that is understood: RFC 8428, section 4.4. */
const SENML_VERSION = 10;

/** Base values in force at a record (RFC 8428, section 4.1); null where none was given yet. */
export interface SenmlBase {
  readonly name: string | null;
  /** Seconds. */
  readonly time: number | null;
  readonly unit: string | null;
  readonly value: number | null;
  readonly sum: number | null;
}

export const EMPTY_BASE: SenmlBase = Object.freeze({ name: null, time: null, unit: null, value: null, sum: null });

/**
 * Reads the base values of a record over those of the records before it.
 *
 * @returns a refusal when one has the wrong type, the version is not known, or a label that must be understood is not
 */
export function readBase(record: DataObject, before: SenmlBase): SenmlBase | Refusal {
  let base = before;
  for (const label in record) {
    // A label that ends in an underscore must be understood (RFC 8428, section 4.4), and none of those is.
    if (label.endsWith('_')) return refusal('unknown-shape', `the SenML label ${quote(label)} is not known`);
    if (!label.startsWith('b')) continue;
    const outcome = withBaseValue(base, label, record[label]);
    if (outcome instanceof Refusal) return outcome;
    base = outcome;
  }
  return base;
}

function withBaseValue(base: SenmlBase, label: string, value: unknown): SenmlBase | Refusal {
  switch (label) {
    case 'bn':
      return typeof value === 'string' ? { ...base, name: value } : wrongType(label, value);
    case 'bu':
      return typeof value === 'string' ? { ...base, unit: value } : wrongType(label, value);
    case 'bt':
    case 'bv':
    case 'bs':
      return typeof value === 'number' ? withBaseNumber(base, label, value) : wrongType(label, value);
    case 'bver':
      return typeof value === 'number' && value <= SENML_VERSION ? base : unknownVersion(value);
    default:
      return base;
  }
}

function withBaseNumber(base: SenmlBase, label: 'bt' | 'bv' | 'bs', value: number): SenmlBase | Refusal {
  if (!Number.isFinite(value)) return refusal('not-finite', `the SenML base value ${label} is not finite`);
  if (label === 'bt') return { ...base, time: value };
  return label === 'bv' ? { ...base, value } : { ...base, sum: value };
}

function wrongType(label: string, value: unknown): Refusal {
  return refusal('unknown-shape', `the SenML base value ${label} is ${typeName(value)}`);
}

function unknownVersion(version: unknown): Refusal {
  const written = typeof version === 'number' ? String(version) : typeName(version);
  return refusal('unknown-shape', `SenML version ${written} is not known; ${SENML_VERSION} is the highest one`);
}
