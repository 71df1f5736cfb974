import { type DeadLetterId, NO_AGENT, newId } from '@hawser/core';
import type { EntryId } from '@hawser/queue';
import {
  type CommitBatch,
  type FailedReplay,
  type JournalPosition,
  type NewDeadLetter,
  ReadingColumns,
} from '@hawser/storage';
import type { DedupMarks } from './deduplicate.ts';
import { ledgerOf } from './ledger-draft.ts';
import { type JudgedMessage, type ReceivedMessage, type Reject, readingsToStore } from './message.ts';
import type { SeriesIds } from './resolve-series.ts';

/** Longest `detail` of a dead letter. */
const MAX_DETAIL = 300;

export interface BuildContext {
  readonly shard: number;
  readonly epoch: number;
  readonly offset: EntryId;
  /** The current time, in milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Lays out everything that one transaction writes for a batch. */
export function buildCommit(
  messages: readonly JudgedMessage[],
  seriesIds: SeriesIds,
  marks: DedupMarks,
  { shard, epoch, offset, now }: BuildContext,
): CommitBatch {
  return {
    shard,
    epoch,
    offset,
    positions: journalPositions(messages),
    readings: storedReadings(messages, seriesIds),
    deadLetters: deadLettersOf(messages, now),
    ledger: ledgerOf(messages),
    ...marks,
    ...replayResults(messages),
  };
}

function storedReadings(messages: readonly JudgedMessage[], seriesIds: SeriesIds): ReadingColumns {
  const columns = new ReadingColumns(seriesIds.length);
  let row = 0;
  for (const { verdict } of messages) {
    for (const { time, value, quality } of readingsToStore(verdict)) {
      columns.set(row, seriesIds[row] ?? 0, time, typeof value === 'string' ? value : Number(value), quality);
      row++;
    }
  }
  return columns;
}

function journalPositions(messages: readonly ReceivedMessage[]): JournalPosition[] {
  const highest = new Map<string, number>();
  // Positions of a journal rise, so the last one is the highest.
  for (const { origin } of messages) if (origin !== null) highest.set(origin.journal, origin.position);
  return [...highest].map(([journal, position]) => ({ journal, position }));
}

function deadLettersOf(messages: readonly JudgedMessage[], now: number): NewDeadLetter[] {
  const letters: NewDeadLetter[] = [];
  for (const message of messages) {
    const reject = rejectOf(message);
    if (reject !== null) letters.push(newDeadLetter(message, reject, now));
  }
  return letters;
}

function rejectOf({ envelope, verdict }: JudgedMessage): Omit<Reject, 'kind'> | null {
  if (verdict.kind === 'reject') return verdict;
  const [first] = verdict.kind === 'store' ? verdict.refused : [];
  if (verdict.kind !== 'store' || first === undefined) return null;
  const { readings, refused } = verdict;
  const detail = `${refused.length} of ${readings.length + refused.length} readings were refused; the first: ${first.detail}`;
  return { reason: first.reason, detail, refused, account: envelope.account };
}

function newDeadLetter(
  { envelope, isMessage }: JudgedMessage,
  reject: Omit<Reject, 'kind'>,
  now: number,
): NewDeadLetter {
  return {
    id: newId<DeadLetterId>(),
    accountId: reject.account,
    agentId: envelope.agent === NO_AGENT ? null : envelope.agent,
    agentName: envelope.agentName,
    serviceInstance: envelope.serviceInstance,
    topic: envelope.topic,
    dialect: envelope.dialect,
    kind: isMessage ? envelope.kind : 'unknown',
    contentType: envelope.contentType,
    receivedAt: envelope.receivedAt,
    rejectedAt: now,
    reason: reject.reason,
    detail: reject.detail.slice(0, MAX_DETAIL),
    refused: reject.refused,
    payload: envelope.payload,
  };
}

/** Of a dead letter that came twice in the batch, the last word counts. */
function replayResults(messages: readonly JudgedMessage[]): Pick<CommitBatch, 'resolvedDeadLetters' | 'failedReplays'> {
  const failed = new Map<DeadLetterId, FailedReplay>();
  const resolved: DeadLetterId[] = [];
  for (const { envelope, verdict } of messages) {
    const id = envelope.replayOf;
    if (verdict.kind !== 'replay' || id === null) continue;
    failed.delete(id);
    if (verdict.remains === null) resolved.push(id);
    else failed.set(id, { id, ...verdict.remains, detail: verdict.remains.detail.slice(0, MAX_DETAIL) });
  }
  return { resolvedDeadLetters: resolved, failedReplays: [...failed.values()] };
}
