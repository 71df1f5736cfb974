import type { AuditEntry } from '@hawser/contracts/http';
import type { AuditFormat } from '@hawser/core';
import type { StoredAuditEntry } from '@hawser/storage';
import { csvText } from '../telemetry/csv-fields.ts';
import { auditBody } from './audit-body.ts';

const COLUMNS: Readonly<Record<string, (entry: AuditEntry) => string | number | object | null>> = {
  seq: ({ seq }) => seq,
  at: ({ at }) => at,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
  count: ({ count }) => count,
  action: ({ action }) => action,
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  address: ({ address }) => address,
  user_agent: (entry) => entry.user_agent,
  resource_kind: ({ resource }) => resource.kind,
  resource_id: ({ resource }) => resource.id,
  resource_name: ({ resource }) => resource.name,
  request_id: (entry) => entry.request_id,
  before: ({ before }) => before,
  after: ({ after }) => after,
  account_id: (entry) => entry.account_id,
  hash: ({ hash }) => hash,
};

/** Writes entries as lines of JSON or as a table (RFC 4180), a page at a time as they are read. */
export async function* auditText(
  pages: AsyncIterable<readonly StoredAuditEntry[]>,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${Object.keys(COLUMNS).join(',')}\r\n`;
  const line = format === 'csv' ? csvLine : (entry: AuditEntry) => `${JSON.stringify(entry)}\n`;
  for await (const entries of pages) yield entries.map((entry) => line(auditBody(entry))).join('');
}

function csvLine(entry: AuditEntry): string {
  return `${Object.values(COLUMNS)
    .map((column) => csvField(column(entry)))
    .join(',')}\r\n`;
}

function csvField(value: string | number | object | null): string {
  if (value === null) return '';
  return csvText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
