import type { AuditEntry } from '../../services/api/types.ts';

/** Who did it: their name, or what kind of actor it was. */
export function actorWords({ kind, id, name }: AuditEntry['actor']): string {
  if (kind === 'user' && name !== null) return name;
  return name === null ? (id ?? kind) : `${kind} ${name}`;
}

/** What it was done to: its name, or its kind with as much as is known. */
export function resourceWords({ kind, id, name }: AuditEntry['resource']): string {
  return name ?? (id === null ? kind.replaceAll('_', ' ') : `${kind.replaceAll('_', ' ')} ${id}`);
}
