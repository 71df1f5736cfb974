import { type AuditEntry, type AuditedResource, recordableText } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { entryText } from './audit-chain.ts';

/** Longest name, address or id that an entry keeps; a longer one is cut. */
const MAX_TEXT = 300;

/** The hash is what `entryHash` computes; the head's row is locked from here to the end of the transaction. */
const APPEND = `WITH head AS (
    INSERT INTO audit_heads AS h (account_id, seq, hash)
    VALUES ($1, 1, sha256(decode(repeat('00', 32), 'hex') || int8send(1) || convert_to($2, 'UTF8')))
    ON CONFLICT (account_id) DO UPDATE
      SET seq = h.seq + 1, hash = sha256(h.hash || int8send(h.seq + 1) || convert_to($2, 'UTF8'))
    RETURNING seq, hash)
  INSERT INTO audit_entries (account_id, seq, hash, at, actor_kind, actor_id, actor_name, address, user_agent, action,
    resource_kind, resource_id, resource_name, outcome, code, attempts, correlation_id, before, after)
  SELECT $1, seq, hash, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18 FROM head
  RETURNING seq`;

/**
 * Appends an entry to the chain of its account, in one statement. In a transaction let it be the last statement: until
 * the end nobody else can append to this chain.
 *
 * @returns the entry's number in the chain
 */
export async function appendAuditEntry(db: Queryable, given: AuditEntry): Promise<number> {
  const entry = storable(given);
  const { accountId, at, actor, address, userAgent, action, resource, outcome, code, count, correlationId } = entry;
  const json = [entry.before, entry.after].map((values) => (values === null ? null : JSON.stringify(values)));
  const who = [actor.kind, actor.id, actor.name, address, userAgent];
  const what = [action, resource.kind, resource.id, resource.name, outcome, code, count, correlationId, ...json];
  const rows = await db.query<{ seq: number }>(APPEND, [accountId, entryText(entry), new Date(at), ...who, ...what]);
  if (rows[0] === undefined) throw new Error('An entry of the audit was not inserted');
  return rows[0].seq;
}

/** Cuts and cleans what comes from outside, before it is hashed: the hash has to be that of what is stored. */
function storable(entry: AuditEntry): AuditEntry {
  return {
    ...entry,
    actor: { kind: entry.actor.kind, id: text(entry.actor.id), name: text(entry.actor.name) },
    address: text(entry.address),
    userAgent: text(entry.userAgent),
    resource: resourceText(entry.resource),
    correlationId: text(entry.correlationId),
  };
}

function resourceText({ kind, id, name }: AuditedResource): AuditedResource {
  return { kind, id: text(id), name: text(name) };
}

function text(value: string | null): string | null {
  return value === null ? null : recordableText(value.slice(0, MAX_TEXT));
}
