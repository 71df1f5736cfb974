import type { AgentId, MessageId, SequenceHistory } from '@hawser/core';
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
  readonly #changed = new Set<AgentId>();
  readonly #opaqueIds: OpaqueMessageId[] = [];

  constructor(histories: ReadonlyMap<AgentId, SequenceHistory>, knownIds: Set<string>) {
    this.#histories = histories;
    this.#knownIds = knownIds;
  }

  /**
   * Marks a message's id as seen. The scope of an id is its agent.
   *
   * @returns false when it had been seen before
   */
  mark({ envelope }: ReceivedMessage, id: MessageId): boolean {
    if (id.kind === 'opaque') return this.#markOpaque(envelope.agent, id.id, envelope.receivedAt);
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

  #markOpaque(agentId: AgentId, id: string, receivedAt: number): boolean {
    const key = opaqueIdKey(agentId, id);
    if (this.#knownIds.has(key)) return false;
    this.#knownIds.add(key);
    this.#opaqueIds.push({ agentId, id, receivedAt });
    return true;
  }

  *#changedHistories(): Generator<[AgentId, SequenceHistory]> {
    for (const agent of this.#changed) {
      const history = this.#histories.get(agent);
      if (history !== undefined) yield [agent, history];
    }
  }
}

/** Loads what is known of the ids in a batch. */
export async function loadDeduplicator(
  messages: readonly ReceivedMessage[],
  store: Pick<IngestStore, 'loadCursors' | 'knownIds'>,
  cache: SequenceCache,
): Promise<Deduplicator> {
  const agents = new Set<AgentId>();
  const opaque: { agentId: AgentId; id: string }[] = [];
  for (const { envelope, outcome } of messages) {
    if (outcome.kind !== 'decoded' || outcome.messageId === null) continue;
    if (outcome.messageId.kind === 'sequence') agents.add(envelope.agent);
    else opaque.push({ agentId: envelope.agent, id: outcome.messageId.id });
  }
  return new Deduplicator(await cache.copies(agents, store), await store.knownIds(opaque));
}
