import type { AuditEntry } from '@hawser/contracts/http';
import type { StoredAuditEntry } from '@hawser/storage';
import { rfc3339 } from '../../http/times.ts';

export function auditBody(entry: StoredAuditEntry): AuditEntry {
  const { seq, at, accountId, actor, address, userAgent, action, resource, outcome, code, count, before, after } =
    entry;
  return {
    seq,
    at: rfc3339(at),
    account_id: accountId,
    actor,
    address,
    user_agent: userAgent,
    action,
    resource,
    outcome,
    code,
    count,
    request_id: entry.correlationId,
    before,
    after,
    hash: Buffer.from(entry.hash).toString('hex'),
  };
}
