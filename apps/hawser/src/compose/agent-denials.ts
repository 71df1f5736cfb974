import { systemClock } from '@hawser/core';
import { type AgentDenials, createAgentDenials } from '@hawser/intake';
import type { Lifecycle, Logger } from '@hawser/platform';
import { appendAuditEntry, type Database } from '@hawser/storage';

/** Writes what agents were denied to the audit; what is counted is written before the database closes. */
export function openAgentDenials(options: {
  readonly database: Database;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}): AgentDenials {
  const { database, log, lifecycle } = options;
  const append = (entry: Parameters<typeof appendAuditEntry>[1]) => appendAuditEntry(database, entry);
  const denials = createAgentDenials({ append, clock: systemClock, log });
  lifecycle.onStop('denied agents', () => denials.close());
  return denials;
}
