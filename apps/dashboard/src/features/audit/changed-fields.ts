import type { AuditEntry } from '../../services/api/types.ts';

export interface ChangedField {
  readonly name: string;
  /** Null when there was no such value. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields that an entry of the audit recorded, with their values before and after in words. */
export function changedFields({ before, after }: Pick<AuditEntry, 'before' | 'after'>): ChangedField[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].map((name) => ({ name, before: wordsOf(before?.[name]), after: wordsOf(after?.[name]) }));
}

function wordsOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(itemWords).join(', ');
  return itemWords(value);
}

function itemWords(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
