import { AUDITED_FIELDS, type AuditedKind, type AuditedValues } from './audit-entry.ts';
import { recordableText } from './recordable-text.ts';

/** JSON characters of one recorded value; a longer one is replaced by a note of its length. */
const MAX_VALUE_LENGTH = 4_000;
const MAX_DEPTH = 8;
/** A second wall behind the list of fields: names under which a value deep inside a recorded field may be a secret. */
const SECRET_NAME = /pass(word|phrase|wd)?|secret|token|credential|private|hash|otp|recovery|api_?key|signing_?key/i;
/** Rules about secrets are none. */
const RULE_NAME = /^password_min_length$/;
const REDACTED = '[redacted]';

export interface AuditedChange {
  readonly before: AuditedValues | null;
  readonly after: AuditedValues | null;
}

/**
 * Reduces a resource before and after a change to what the audit records: the listed fields that differ.
 *
 * @param before - null when it is made
 * @param after - null when it is deleted
 */
export function auditedChange(kind: AuditedKind, before: object | null, after: object | null): AuditedChange {
  const then = pick(kind, before);
  const now = pick(kind, after);
  if (then === null || now === null) return { before: then, after: now };
  const changed = AUDITED_FIELDS[kind].filter((field) => JSON.stringify(then[field]) !== JSON.stringify(now[field]));
  return { before: only(changed, then), after: only(changed, now) };
}

function pick(kind: AuditedKind, resource: object | null): AuditedValues | null {
  if (resource === null) return null;
  const values = resource as Readonly<Record<string, unknown>>;
  const known = AUDITED_FIELDS[kind].filter((field) => values[field] !== undefined);
  return Object.fromEntries(known.map((field) => [field, recorded(values[field])]));
}

function only(fields: readonly string[], values: AuditedValues): AuditedValues {
  return Object.fromEntries(fields.filter((field) => field in values).map((field) => [field, values[field]]));
}

function recorded(value: unknown): unknown {
  const clean = withoutSecrets(value, MAX_DEPTH);
  const { length } = JSON.stringify(clean) ?? '';
  return length > MAX_VALUE_LENGTH ? `[${length} characters]` : clean;
}

/** What JSON can say of a value, in text that a database can store. */
function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return recordableText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (depth === 0 || typeof value !== 'object') return REDACTED;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth - 1));
  const fields = Object.entries(value).map(([name, inner]) => [
    recordableText(name),
    SECRET_NAME.test(name) && !RULE_NAME.test(name) ? REDACTED : withoutSecrets(inner, depth - 1),
  ]);
  return Object.fromEntries(fields);
}
