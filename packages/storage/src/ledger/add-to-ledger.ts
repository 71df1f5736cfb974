import type { Queryable } from '../database.ts';
import type { LedgerIncrement } from '../ingestion/commit-batch.ts';
import { startOfMinute } from './minute.ts';

/** Rows are taken in the order of their key by everybody who writes here, so that nobody can wait in a circle. */
const ADD = `INSERT INTO ledger AS l (account_id, agent_id, minute, messages_received, messages_stored,
    messages_duplicate, messages_rejected, readings_received, readings_stored, readings_duplicate, readings_rejected)
  SELECT account_id, agent_id, minute, sum(mv), sum(ms), sum(md), sum(mj), sum(rr), sum(rs), sum(rd), sum(rj)
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
    AS i (account_id, agent_id, minute, mv, ms, md, mj, rr, rs, rd, rj)
  GROUP BY account_id, agent_id, minute ORDER BY account_id, agent_id, minute
  ON CONFLICT (account_id, agent_id, minute) DO UPDATE SET
    messages_received = l.messages_received + excluded.messages_received,
    messages_stored = l.messages_stored + excluded.messages_stored,
    messages_duplicate = l.messages_duplicate + excluded.messages_duplicate,
    messages_rejected = l.messages_rejected + excluded.messages_rejected,
    readings_received = l.readings_received + excluded.readings_received,
    readings_stored = l.readings_stored + excluded.readings_stored,
    readings_duplicate = l.readings_duplicate + excluded.readings_duplicate,
    readings_rejected = l.readings_rejected + excluded.readings_rejected`;

/** Adds what became of messages and readings; several increments of one line are added up. */
export async function addToLedger(db: Queryable, increments: readonly LedgerIncrement[]): Promise<void> {
  if (increments.length === 0) return;
  await db.query(ADD, [
    increments.map((i) => i.accountId),
    increments.map((i) => i.agentId),
    increments.map((i) => new Date(startOfMinute(i.minute))),
    increments.map((i) => i.messages.received),
    increments.map((i) => i.messages.stored),
    increments.map((i) => i.messages.duplicate),
    increments.map((i) => i.messages.rejected),
    increments.map((i) => i.readings.received),
    increments.map((i) => i.readings.stored),
    increments.map((i) => i.readings.duplicate),
    increments.map((i) => i.readings.rejected),
  ]);
}
