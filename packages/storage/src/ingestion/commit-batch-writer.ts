import type { Transaction } from '../database.ts';
import { DEAD_LETTERS_COPY_TARGET, encodeDeadLetters } from '../dead-letters/dead-letter-encoder.ts';
import { addToLedger } from '../ledger/add-to-ledger.ts';
import type { ReadingColumns } from '../readings/reading-columns.ts';
import type { PreparedReadings } from '../readings/readings-writer.ts';
import { storableJson, storableText } from '../readings/storable-text.ts';
import { together } from '../together.ts';
import { type CommitBatch, type FailedReplay, StaleEpochError } from './commit-batch.ts';
import { storeOpaqueIds, storeSequences } from './dedup-marks.ts';
import { storeJournalPositions } from './journal-offsets.ts';
import { newestReadings } from './newest-readings.ts';
import type { QueuePosition } from './queue-position.ts';

/** Times as numbers: making text of thousands of dates costs more than all the rest of a commit in this process. */
const UPDATE_LATEST = `INSERT INTO latest_readings AS l (series_id, time, value, value_text, quality)
  SELECT series_id, to_timestamp(ms / 1000), value, value_text, quality
  FROM unnest($1::int[], $2::float8[], $3::float8[], $4::text[], $5::smallint[])
    AS n (series_id, ms, value, value_text, quality)
  ON CONFLICT (series_id) DO UPDATE
    SET time = excluded.time, value = excluded.value, value_text = excluded.value_text, quality = excluded.quality
  WHERE excluded.time >= l.time`;

/** The lock is shared, so nobody waits for it: it only shows which sessions are about to write the shard. */
const BEGIN = `SELECT entry_id AS offset, pg_advisory_xact_lock_shared(hashtext($1), $2) IS NULL AS locked
  FROM shard_offsets WHERE queue = $1 AND shard = $2 AND epoch = $3`;

const FENCE = `UPDATE shard_offsets SET entry_id = $4
  WHERE queue = $1 AND shard = $2 AND epoch = $3 AND entry_id IS DISTINCT FROM $4 RETURNING shard`;

/** The time is that of the last refusal, like the reason: who waits for the outcome of a replay sees it move. */
const FAIL_REPLAYS = `UPDATE dead_letters d SET reason = f.reason, detail = f.detail, refused = f.refused::jsonb,
    rejected_at = date_trunc('milliseconds', now())
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS f (id, reason, detail, refused) WHERE d.id = f.id`;

const DELETE_RESOLVED = 'DELETE FROM dead_letters WHERE id = ANY ($1::uuid[])';

/** The offset is stored with this very batch already: an earlier try has succeeded, and this one must be undone. */
export class AlreadyStoredError extends Error {}

/**
 * Writes the batch and moves the shard's offset, in one round trip. The offset comes last: its row stays locked for no longer
 * than the commit takes, so that a slow batch keeps nobody from renewing the lease, and one that is stuck nobody from
 * taking over.
 *
 * @throws AlreadyStoredError when the offset is stored with this very batch
 * @throws StaleEpochError when the shard belongs to somebody else
 */
export async function writeBatch(
  tx: Transaction,
  queue: string,
  batch: CommitBatch,
  prepared: PreparedReadings,
): Promise<void> {
  await together([
    refuseNeedless(tx, queue, batch),
    prepared.write(tx),
    updateLatest(tx, prepared.readings),
    writeDeadLetters(tx, batch),
    addToLedger(tx, batch.ledger),
    storeSequences(tx, batch.cursors),
    storeOpaqueIds(tx, batch.opaqueIds),
    storeJournalPositions(tx, queue, batch.shard, batch.positions),
    moveOffset(tx, queue, batch),
  ]);
}

/** What a writer without the right to write, or without a need to, has written is undone. */
async function refuseNeedless(tx: Transaction, queue: string, { shard, epoch, offset }: CommitBatch): Promise<void> {
  const [known] = await tx.query<{ offset: QueuePosition | null }>(BEGIN, [queue, shard, epoch]);
  if (known === undefined) throw new StaleEpochError(shard, epoch);
  if (known.offset === offset) throw new AlreadyStoredError();
}

async function moveOffset(tx: Transaction, queue: string, batch: CommitBatch): Promise<void> {
  const { shard, epoch, offset } = batch;
  const moved = await tx.query(FENCE, [queue, shard, epoch, offset]);
  if (moved.length === 1) return;
  // Either the epoch has moved on, or an earlier try of this batch has come through meanwhile.
  await refuseNeedless(tx, queue, batch);
  throw new Error(`The offset of shard ${shard} could not be moved.`);
}

async function updateLatest(tx: Transaction, readings: ReadingColumns): Promise<void> {
  if (readings.length === 0) return;
  const newest = newestReadings(readings);
  await tx.query(UPDATE_LATEST, [
    newest.map((r) => r.seriesId),
    newest.map((r) => r.time),
    newest.map((r) => r.value),
    newest.map((r) => r.text),
    newest.map((r) => r.quality),
  ]);
}

async function writeDeadLetters(tx: Transaction, batch: CommitBatch): Promise<void> {
  const { deadLetters, resolvedDeadLetters, failedReplays } = batch;
  const statements: Promise<unknown>[] = [];
  if (deadLetters.length > 0) statements.push(tx.copyIn(DEAD_LETTERS_COPY_TARGET, encodeDeadLetters(deadLetters)));
  if (resolvedDeadLetters.length > 0) statements.push(tx.query(DELETE_RESOLVED, [resolvedDeadLetters]));
  if (failedReplays.length > 0) statements.push(noteFailedReplays(tx, failedReplays));
  await together(statements);
}

async function noteFailedReplays(tx: Transaction, replays: readonly FailedReplay[]): Promise<void> {
  await tx.query(FAIL_REPLAYS, [
    replays.map((r) => r.id),
    replays.map((r) => r.reason),
    replays.map((r) => storableText(r.detail)),
    replays.map((r) => (r.refused === null ? null : storableJson(r.refused))),
  ]);
}
