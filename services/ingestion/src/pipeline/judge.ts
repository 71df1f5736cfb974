import type { AgentId, DecodeOutcome } from '@hawser/core';
import type { IngestStore } from '@hawser/storage';
import type { SequenceCache } from '../caches/sequence-cache.ts';
import { type Deduplicator, loadDeduplicator } from './deduplicate.ts';
import type { JudgedMessage, ReceivedMessage, Verdict } from './message.ts';
import { judgeReplay, loadDeadLetters, type ReplayableDeadLetters } from './replay.ts';

export interface Judgement {
  readonly messages: readonly JudgedMessage[];
  readonly dedup: Deduplicator;
}

const UNKNOWN_AGENT: Extract<DecodeOutcome, { kind: 'reject' }> = {
  kind: 'reject',
  reason: 'unknown-agent',
  detail: 'the agent was deleted before its message could be stored',
};

/** Decides what becomes of each message of a batch, from what the database knows before the batch. */
export async function judge(
  messages: readonly ReceivedMessage[],
  store: IngestStore,
  sequences: SequenceCache,
): Promise<Judgement> {
  const agents = await store.existingAgents([...new Set(messages.map(({ envelope }) => envelope.agent))]);
  const letters = await loadDeadLetters(messages, store);
  const dedup = await loadDeduplicator(messages, store, sequences);
  const judged = messages.map((message) => ({ ...message, verdict: judgeOne(message, agents, letters, dedup) }));
  return { messages: judged, dedup };
}

function judgeOne(
  message: ReceivedMessage,
  agents: ReadonlySet<AgentId>,
  letters: ReplayableDeadLetters,
  dedup: Deduplicator,
): Verdict {
  const { agent, replayOf } = message.envelope;
  const outcome = agents.has(agent) ? message.outcome : UNKNOWN_AGENT;
  if (replayOf !== null) {
    // A replay is never a duplicate of anything; its id is marked, so that a later resend is one of it.
    if (outcome.kind === 'decoded' && outcome.messageId !== null) dedup.mark(message, outcome.messageId);
    return judgeReplay(replayOf, outcome, letters);
  }
  if (outcome.kind === 'reject') return { ...outcome, refused: outcome.refused ?? null };
  const { messageId, readings, refused } = outcome;
  if (messageId !== null && !dedup.mark(message, messageId)) {
    return { kind: 'duplicate', readings: readings.length + refused.length };
  }
  return { kind: 'store', readings, refused };
}
