import { systemClock } from '@hawser/core';
import { addLevel, type Lifecycle, type Logger, type Metrics, repeat } from '@hawser/platform';
import { createPresenceRepository, type Database } from '@hawser/storage';

const INTERVAL_MS = 5_000;

interface OnlineAgentsDeps {
  readonly database: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
}

/**
 * Follows how many agents are online, which behind a foreign broker only the database knows, of all its bridges together.
 *
 * @returns what was found a few seconds ago at most, 0 before the first look
 */
export function watchOnlineAgents({ database, log, metrics, lifecycle }: OnlineAgentsDeps): () => number {
  const presence = createPresenceRepository(database);
  let online = 0;
  const look = async (): Promise<void> => {
    online = await presence.countOnline(systemClock());
  };
  const onError = (err: unknown): void => log.debug({ err }, 'It cannot be learned how many agents are online');
  const looking = repeat(INTERVAL_MS, look, onError);
  void look().catch(onError);
  lifecycle.onStop('number of agents online', () => looking.stop());
  addLevel(metrics, 'hawser_agents_online', 'Agents that are online, behind all brokers.', () => online);
  return () => online;
}
