import type { AccountId, AgentId } from '@hawser/core';
import type { Database, Transaction } from '../database.ts';
import type { QueuePosition } from '../ingestion/queue-position.ts';
import { startOfMinute } from './minute.ts';

/** Messages of one agent that intake has put into the queue. */
export interface IntakeTally {
  readonly accountId: AccountId;
  readonly agentId: AgentId;
  /** Any time within the minute, in milliseconds since the Unix epoch. */
  readonly minute: number;
  readonly messages: number;
}

/**
 * Counts messages as received, from what intake put into the queue. Ingestion has no part in it, so that "received"
 * against "stored" is a check and not the same number twice.
 */
export interface IntakeLedger {
  /** Last entry of the shard that is counted; null when none is. */
  cursor(shard: number): Promise<QueuePosition | null>;
  /**
   * Adds the tallies of the entries after the cursor up to and including `upTo`, and moves the cursor there. Trying
   * again with the same `upTo`, after an error that may have hidden a success, adds nothing twice.
   */
  add(shard: number, upTo: QueuePosition, tallies: readonly IntakeTally[]): Promise<void>;
}

const MOVE_CURSOR = `INSERT INTO intake_cursors AS c (queue, shard, entry_id) VALUES ($1, $2, $3)
  ON CONFLICT (queue, shard) DO UPDATE SET entry_id = excluded.entry_id
  WHERE c.entry_id IS DISTINCT FROM excluded.entry_id RETURNING shard`;

const ADD_RECEIVED = `INSERT INTO ledger AS l (account_id, agent_id, minute, messages_received)
  SELECT account_id, agent_id, minute, sum(messages)
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bigint[]) AS t (account_id, agent_id, minute, messages)
  GROUP BY account_id, agent_id, minute ORDER BY account_id, agent_id, minute
  ON CONFLICT (account_id, agent_id, minute) DO UPDATE
    SET messages_received = l.messages_received + excluded.messages_received`;

/**
 * @param config.queue - name of the queue; shards of different queues are counted apart
 */
export function createIntakeLedger(db: Database, config: { readonly queue: string }): IntakeLedger {
  const { queue } = config;
  return {
    async cursor(shard) {
      const rows = await db.query<{ position: QueuePosition }>(
        'SELECT entry_id AS position FROM intake_cursors WHERE queue = $1 AND shard = $2',
        [queue, shard],
      );
      return rows[0]?.position ?? null;
    },
    async add(shard, upTo, tallies) {
      await db.transaction(async (tx) => {
        const moved = await tx.query(MOVE_CURSOR, [queue, shard, upTo]);
        if (moved.length === 1 && tallies.length > 0) await addReceived(tx, tallies);
      });
    },
  };
}

async function addReceived(tx: Transaction, tallies: readonly IntakeTally[]): Promise<void> {
  await tx.query(ADD_RECEIVED, [
    tallies.map((t) => t.accountId),
    tallies.map((t) => t.agentId),
    tallies.map((t) => new Date(startOfMinute(t.minute))),
    tallies.map((t) => t.messages),
  ]);
}
