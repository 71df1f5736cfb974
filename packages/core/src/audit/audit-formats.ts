/** What the entries of an audit can be exported as. */
export const AUDIT_FORMATS = ['ndjson', 'csv'] as const;

export type AuditFormat = (typeof AUDIT_FORMATS)[number];
