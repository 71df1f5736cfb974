import { type AgentId, SequenceHistory } from '@hawser/core';
import type { IngestStore } from '@hawser/storage';
import { LRUCache } from 'lru-cache';

/** About 1 KiB each. */
const MAX_AGENTS = 10_000;

/** The committed sequence histories of the agents seen last. Only the owner of a shard changes those of its agents. */
export class SequenceCache {
  readonly #histories = new LRUCache<AgentId, SequenceHistory>({ max: MAX_AGENTS });

  /** Copies of the agents' histories, those that are not cached from the database. */
  async copies(
    agents: ReadonlySet<AgentId>,
    store: Pick<IngestStore, 'loadCursors'>,
  ): Promise<Map<AgentId, SequenceHistory>> {
    const copies = new Map<AgentId, SequenceHistory>();
    const missing: AgentId[] = [];
    for (const agent of agents) {
      const history = this.#histories.get(agent);
      if (history === undefined) missing.push(agent);
      else copies.set(agent, history.clone());
    }
    const stored = await store.loadCursors(missing);
    for (const agent of missing) copies.set(agent, readHistory(stored.get(agent)));
    return copies;
  }

  set(agent: AgentId, history: SequenceHistory): void {
    this.#histories.set(agent, history);
  }

  /** Forgets everything; called when another owner may have changed it. */
  clear(): void {
    this.#histories.clear();
  }
}

function readHistory(bytes: Uint8Array | undefined): SequenceHistory {
  return bytes === undefined ? SequenceHistory.empty() : SequenceHistory.fromBytes(bytes);
}
