import type { AccountId, AgentId } from '@hawser/core';
import type { Database } from '../database.ts';
import type { QueuePosition } from '../ingestion/queue-position.ts';
import { JOURNAL_CURSORS, NO_JOURNAL } from './counted-positions.ts';

interface Outcomes {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
}

export interface AgentLedger {
  readonly agentId: AgentId;
  /** Null when the agent has been deleted. */
  readonly agentName: string | null;
  readonly messages: Outcomes;
  readonly readings: Outcomes;
}

/** How far one shard had been counted and stored when the ledger was read. */
export interface ShardPosition {
  readonly queue: string;
  readonly shard: number;
  /** Last entry that is stored. */
  readonly offset: QueuePosition | null;
  /** Last entry that is counted as received by its id in this queue; see `JournalStanding` for the others. */
  readonly intakeCursor: QueuePosition | null;
  /** Entries that came through journals are stored. */
  readonly journaled: boolean;
}

/** How far the entries of one journal had been counted and stored in one shard, where that is not equally far. */
export interface JournalStanding {
  /** Queue that its entries go into; null while nothing of it is stored anywhere. */
  readonly queue: string | null;
  readonly shard: number;
  /** UUID of the journal. */
  readonly journal: string;
  /** Highest position that is stored; 0 when none is. */
  readonly stored: number;
  /** Highest position that is counted as received; 0 when none is. */
  readonly counted: number;
}

export interface LedgerSnapshot {
  readonly agents: readonly AgentLedger[];
  readonly shards: readonly ShardPosition[];
  readonly journals: readonly JournalStanding[];
}

export interface LedgerRepository {
  /**
   * Reads one account's ledger together with the positions it is true for, all from one snapshot of the database: what
   * was received and is neither stored, duplicate nor rejected lies in the queue between the two positions, or between
   * the two positions of its journal.
   *
   * @param span.from - inclusive, span.to - exclusive; milliseconds since the Unix epoch, in whole minutes, and
   *   in whole hours for what is older than two days. The minute is the one in which the message was received
   */
  read(accountId: AccountId, span: { readonly from: number; readonly to: number }): Promise<LedgerSnapshot>;
  /** How far every shard of every queue is counted and stored. */
  positions(): Promise<readonly ShardPosition[]>;
}

const AGENTS = `SELECT l.agent_id AS "agentId", a.name AS "agentName",
    sum(messages_received) AS mr, sum(messages_stored) AS ms, sum(messages_duplicate) AS md,
    sum(messages_rejected) AS mj, sum(readings_received) AS rr, sum(readings_stored) AS rs,
    sum(readings_duplicate) AS rd, sum(readings_rejected) AS rj
  FROM ledger l LEFT JOIN agents a ON a.id = l.agent_id
  WHERE l.account_id = $1 AND l.minute >= $2 AND l.minute < $3
  GROUP BY l.agent_id, a.name ORDER BY a.name, l.agent_id`;

const SHARDS = `SELECT queue, shard, o.entry_id AS offset, c.entry_id AS "intakeCursor",
    EXISTS (SELECT FROM journal_offsets j WHERE j.queue = o.queue AND j.shard = o.shard) AS journaled
  FROM shard_offsets o FULL JOIN intake_cursors c USING (queue, shard) WHERE ${NO_JOURNAL} ORDER BY queue, shard`;

/** Of a journal that is counted and stored equally far nothing lies in between, so it is left out. */
const JOURNALS = `SELECT shard, journal,
    coalesce(o.queue, (SELECT min(queue) FROM journal_offsets j WHERE j.journal = c.journal)) AS queue,
    coalesce(o.position, 0) AS stored, coalesce(c.position, 0) AS counted
  FROM journal_offsets o FULL JOIN (${JOURNAL_CURSORS}) c USING (journal, shard)
  WHERE coalesce(o.position, 0) <> coalesce(c.position, 0)`;

interface AgentRow extends Record<'mr' | 'ms' | 'md' | 'mj' | 'rr' | 'rs' | 'rd' | 'rj', number> {
  readonly agentId: AgentId;
  readonly agentName: string | null;
}

export function createLedgerRepository(db: Database): LedgerRepository {
  return {
    read: (accountId, { from, to }) =>
      db.transaction(async (tx) => {
        await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const rows = await tx.query<AgentRow>(AGENTS, [accountId, new Date(from), new Date(to)]);
        const shards = await tx.query<ShardPosition>(SHARDS);
        const journals = await tx.query<JournalStanding>(JOURNALS);
        return { agents: rows.map(toAgentLedger), shards, journals };
      }),
    positions: () => db.query<ShardPosition>(SHARDS),
  };
}

function toAgentLedger(row: AgentRow): AgentLedger {
  return {
    agentId: row.agentId,
    agentName: row.agentName,
    messages: { received: row.mr, stored: row.ms, duplicate: row.md, rejected: row.mj },
    readings: { received: row.rr, stored: row.rs, duplicate: row.rd, rejected: row.rj },
  };
}
