import type { AccountId, Clock } from '@hawser/core';
import type { AgentRepository } from '@hawser/storage';

/** How old a count may get when no presence event says that it changed. */
const MAX_AGE_MS = 10_000;

interface Count {
  online: number;
  readAt: number;
  reading: boolean;
  stale: boolean;
}

export interface OnlineCounts {
  /** The last known number of agents online; asks for a new one when it may have changed. */
  current(account: AccountId): number;
  /** A presence event came: the number must be asked for again. */
  invalidate(account: AccountId): void;
  forget(account: AccountId): void;
}

/** Knows how many agents are online in the accounts that somebody watches, without asking for every look. */
export function createOnlineCounts(
  agents: Pick<AgentRepository, 'countOnline'>,
  clock: Clock,
  onError: (error: unknown) => void,
): OnlineCounts {
  const counts = new Map<AccountId, Count>();

  const read = async (account: AccountId, count: Count): Promise<void> => {
    count.reading = true;
    count.stale = false;
    try {
      count.online = await agents.countOnline(account, clock());
    } catch (error) {
      onError(error);
    } finally {
      count.readAt = clock();
      count.reading = false;
    }
  };

  return {
    current(account) {
      const count = counts.get(account) ?? { online: 0, readAt: 0, reading: false, stale: true };
      counts.set(account, count);
      if (!count.reading && (count.stale || clock() - count.readAt > MAX_AGE_MS)) void read(account, count);
      return count.online;
    },
    invalidate(account) {
      const count = counts.get(account);
      if (count !== undefined) count.stale = true;
    },
    forget: (account) => counts.delete(account),
  };
}
