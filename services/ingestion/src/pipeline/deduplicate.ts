import type { AgentId, Clock, DecodeOutcome, MessageId, SequenceHistory } from '@hawser/core';
import { type IngestStore, type OpaqueMessageId, opaqueIdKey, type SequenceState } from '@hawser/storage';
import type { SequenceCache } from '../caches/sequence-cache.ts';
import type { ReceivedMessage } from './message.ts';

/** Marks that go into the database together with the messages they stand for. */
export interface DedupMarks {
  readonly cursors: readonly SequenceState[];
  readonly opaqueIds: readonly OpaqueMessageId[];
}

/**
 * Recognises agents' resends within one try of a batch. It works on copies: the marks of a try that fails must not make
 * the messages of the next try look like duplicates of themselves.
 */
export class Deduplicator {
  readonly #histories: ReadonlyMap<AgentId, SequenceHistory>;
  readonly #knownIds: Set<string>;
  readonly #clock: Clock;
  readonly #changed = new Set<AgentId>();
  readonly #opaqueIds: OpaqueMessageId[] = [];

  constructor(histories: ReadonlyMap<AgentId, SequenceHistory>, knownIds: Set<string>, clock: Clock) {
    this.#histories = histories;
    this.#knownIds = knownIds;
    this.#clock = clock;
  }

  /**
   * Marks a message's id as seen. The scope of an id is its agent.
   *
   * @returns false when it had been seen before
   */
  mark({ envelope, place }: ReceivedMessage, id: MessageId): boolean {
    // What has waited for days must be remembered as long as everything else is.
    const since = place === null ? envelope.receivedAt : this.#clock();
    if (id.kind === 'opaque') return this.#markOpaque(envelope.agent, id.id, since);
    const isNew = this.#histories.get(envelope.agent)?.add(id.epoch, id.seq) ?? true;
    if (isNew) this.#changed.add(envelope.agent);
    return isNew;
  }

  marks(): DedupMarks {
    const cursors = [...this.#changedHistories()].map(([agentId, history]) => ({ agentId, state: history.toBytes() }));
    return { cursors, opaqueIds: this.#opaqueIds };
  }

  /** Takes over what was marked; called after the commit. */
  confirm(cache: SequenceCache): void {
    for (const [agent, history] of this.#changedHistories()) cache.set(agent, history);
  }

  #markOpaque(agentId: AgentId, id: string, since: number): boolean {
    const key = opaqueIdKey(agentId, id);
    if (this.#knownIds.has(key)) return false;
    this.#knownIds.add(key);
    this.#opaqueIds.push({ agentId, id, receivedAt: since });
    return true;
  }

  *#changedHistories(): Generator<[AgentId, SequenceHistory]> {
    for (const agent of this.#changed) {
      const history = this.#histories.get(agent);
      if (history !== undefined) yield [agent, history];
    }
  }
}

/** Before a place, so that it is not mistaken for an id that a sender has made up. */
const PLACE = '\u{1}place:';

/**
 * What a message is recognised by: the id that its sender gave it, and without one the place where it waited, which is
 * the same when it is put into the queue a second time. Null for one that has neither.
 */
export function identityOf(outcome: DecodeOutcome, place: string | null): MessageId | null {
  if (outcome.kind === 'decoded' && outcome.messageId !== null) return outcome.messageId;
  return place === null ? null : { kind: 'opaque', id: idOfPlace(place) };
}

function idOfPlace(place: string): string {
  return `${PLACE}${place}`;
}

export interface DedupDeps {
  readonly store: Pick<IngestStore, 'loadCursors' | 'knownIds'>;
  readonly sequences: SequenceCache;
  readonly clock: Clock;
}

/** Loads what is known of the ids in a batch. */
export async function loadDeduplicator(
  messages: readonly ReceivedMessage[],
  { store, sequences, clock }: DedupDeps,
): Promise<Deduplicator> {
  const agents = new Set<AgentId>();
  const opaque: { agentId: AgentId; id: string }[] = [];
  for (const { envelope, outcome, place } of messages) {
    const agentId = envelope.agent;
    // Needed whatever id the message has: it may yet be refused.
    if (place !== null) opaque.push({ agentId, id: idOfPlace(place) });
    if (outcome.kind !== 'decoded' || outcome.messageId === null) continue;
    if (outcome.messageId.kind === 'sequence') agents.add(agentId);
    else opaque.push({ agentId, id: outcome.messageId.id });
  }
  return new Deduplicator(await sequences.copies(agents, store), await store.knownIds(opaque), clock);
}
