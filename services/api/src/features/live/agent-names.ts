import type { AgentId, Clock } from '@hawser/core';
import type { AgentRepository } from '@hawser/storage';
import { BoundedCache } from '../../sessions/bounded-cache.ts';

const MAX_NAMES = 50_000;
/** Names never change; this only lets go of deleted agents. */
const TTL_MS = 60 * 60_000;
const MAX_LOOKUPS = 100;

export interface AgentNames {
  remember(agent: AgentId, name: string): void;
  /**
   * Calls back with the agent's name: at once when it is known, otherwise after it was looked up, calls in order.
   * When too many are being looked up, or the agent is gone, it does not call back: live delivery is best effort.
   */
  withName(agent: AgentId, use: (name: string) => void): void;
}

/** Knows the names of agents, which events carry only by id. */
export function createAgentNames(
  agents: Pick<AgentRepository, 'byId'>,
  clock: Clock,
  onError: (error: unknown) => void,
): AgentNames {
  const names = new BoundedCache<AgentId, string>({ max: MAX_NAMES, ttlMs: TTL_MS, clock });
  const lookups = new Map<AgentId, Promise<string | null>>();

  const lookUp = async (agent: AgentId): Promise<string | null> => {
    try {
      const found = await agents.byId(agent);
      if (found !== null) names.set(agent, found.name);
      return found?.name ?? null;
    } catch (error) {
      onError(error);
      return null;
    } finally {
      lookups.delete(agent);
    }
  };

  return {
    remember: (agent, name) => names.set(agent, name),
    withName(agent, use) {
      const name = names.get(agent);
      if (name !== undefined) {
        use(name);
        return;
      }
      if (!lookups.has(agent) && lookups.size >= MAX_LOOKUPS) return;
      const lookup = lookups.get(agent) ?? lookUp(agent);
      lookups.set(agent, lookup);
      void lookup.then((found) => {
        if (found !== null) use(found);
      });
    },
  };
}
