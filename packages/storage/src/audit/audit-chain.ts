import { createHash } from 'node:crypto';
import { type AuditEntry, canonicalJson } from '@hawser/core';

/** What the first entry of a chain follows. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

/**
 * The text of an entry that its hash covers: all of it, in a fixed order. A change of this order or of a part would
 * break every chain there is.
 */
export function entryText(entry: AuditEntry): string {
  const { actor, resource } = entry;
  return canonicalJson([
    entry.accountId,
    entry.at,
    [actor.kind, actor.id, actor.name],
    [entry.address, entry.userAgent],
    entry.action,
    [resource.kind, resource.id, resource.name],
    [entry.outcome, entry.code, entry.count],
    entry.correlationId,
    entry.before,
    entry.after,
  ]);
}

/** SHA-256 over the hash before, the sequence number as eight bytes (big-endian), and the entry's text in UTF-8. */
export function entryHash(previous: Uint8Array, seq: number, text: string): Uint8Array {
  const number = Buffer.alloc(8);
  number.writeBigInt64BE(BigInt(seq));
  return createHash('sha256').update(previous).update(number).update(text, 'utf8').digest();
}
