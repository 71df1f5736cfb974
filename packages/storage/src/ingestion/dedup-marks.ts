import { createHash } from 'node:crypto';
import type { AgentId } from '@hawser/core';
import type { Queryable } from '../database.ts';
import { storableText } from '../readings/storable-text.ts';
import type { OpaqueMessageId, SequenceState } from './commit-batch.ts';

/** Longest message id that is kept as it is, in UTF-8 bytes: an index entry cannot be larger than about 2,700. */
const MAX_ID_BYTES = 256;

const STORE_SEQUENCES = `INSERT INTO dedup_cursors (agent_id, state, updated_at)
  SELECT agent_id, state, now() FROM unnest($1::uuid[], $2::bytea[]) AS c (agent_id, state) ORDER BY agent_id
  ON CONFLICT (agent_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`;

const STORE_IDS = `INSERT INTO dedup_ids (agent_id, id, received_at)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) ORDER BY 1, 2
  ON CONFLICT (agent_id, id) DO NOTHING`;

const KNOWN_IDS = `SELECT k.position FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS k (agent_id, id, position)
  JOIN dedup_ids USING (agent_id, id)`;

/** Names a message id in the set that {@link knownIds} answers with. */
export function opaqueIdKey(agentId: AgentId, id: string): string {
  return `${agentId}\0${id}`;
}

/** @returns serialised histories of those agents that have one */
export async function loadSequences(db: Queryable, agents: readonly AgentId[]): Promise<Map<AgentId, Uint8Array>> {
  if (agents.length === 0) return new Map();
  const rows = await db.query<SequenceState>(
    'SELECT agent_id AS "agentId", state FROM dedup_cursors WHERE agent_id = ANY ($1::uuid[])',
    [agents],
  );
  return new Map(rows.map(({ agentId, state }) => [agentId, state]));
}

/** Finds which of the ids have been stored. */
export async function knownIds(
  db: Queryable,
  ids: readonly { readonly agentId: AgentId; readonly id: string }[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const columns = [ids.map((m) => m.agentId), ids.map((m) => storedForm(m.id))];
  const rows = await db.query<{ position: number }>(KNOWN_IDS, columns);
  const known = new Set<string>();
  for (const { position } of rows) {
    const message = ids[position - 1];
    if (message !== undefined) known.add(opaqueIdKey(message.agentId, message.id));
  }
  return known;
}

export async function storeSequences(db: Queryable, sequences: readonly SequenceState[]): Promise<void> {
  if (sequences.length === 0) return;
  await db.query(STORE_SEQUENCES, [sequences.map((s) => s.agentId), sequences.map((s) => s.state)]);
}

export async function storeOpaqueIds(db: Queryable, ids: readonly OpaqueMessageId[]): Promise<void> {
  if (ids.length === 0) return;
  const columns = [ids.map((m) => m.agentId), ids.map((m) => storedForm(m.id)), ids.map((m) => new Date(m.receivedAt))];
  await db.query(STORE_IDS, columns);
}

/** Long ids are kept as their hash, which is just as good for recognising them. */
function storedForm(id: string): string {
  if (Buffer.byteLength(id) <= MAX_ID_BYTES) return storableText(id);
  return `sha256:${createHash('sha256').update(id).digest('base64url')}`;
}
