import { randomUUID } from 'node:crypto';
import type { LiveEvent } from '@hawser/contracts/streams';
import type { Logger } from '@hawser/platform';
import { channelsOf, type LiveBusClients, type LiveBusConfig, listen } from './bus.ts';
import { type LiveInterest, parseInterestMessage } from './interest.ts';

/** The API's live hub, as far as the bus needs it. */
export interface LiveAudience {
  publish(event: LiveEvent): void;
  interest(): LiveInterest;
  onInterestChange(listener: () => void): () => void;
}

export interface LiveListenerDeps extends LiveBusClients {
  readonly audience: LiveAudience;
  readonly log: Logger;
}

export interface LiveListener {
  close(): Promise<void>;
}

const EVENT_TYPES = new Set(['readings', 'presence', 'received', 'committed', 'limit']);

/** Receives in an API process what other processes publish, and tells them what its live clients want to see. */
export function openLiveListener(config: LiveBusConfig, deps: LiveListenerDeps): LiveListener {
  const { audience, publisher, subscriber, log } = deps;
  const channels = channelsOf(config.tenantId);
  const api = randomUUID();
  let soon: NodeJS.Timeout | null = null;

  const say = (message: object): Promise<void> =>
    publisher.publish(channels.interest, JSON.stringify(message)).then(
      () => undefined,
      (error: unknown) => log.debug({ err: error }, 'The live interest could not be announced'),
    );
  const announce = (): Promise<void> => say({ type: 'interest', api, ...audience.interest() });
  // A page that opens subscribes to several things at once.
  const announceSoon = (): void => {
    soon ??= setTimeout(() => {
      soon = null;
      void announce();
    }, config.flushMs);
  };

  const take = (text: string): void => {
    for (const event of parseEvents(text)) audience.publish(event);
  };
  const answer = (text: string): void => {
    if (parseInterestMessage(text)?.type === 'ask') announceSoon();
  };
  const stopEvents = listen(subscriber, channels.events, take, announceSoon);
  const stopAsks = listen(subscriber, channels.interest, answer, () => undefined);
  const stopChanges = audience.onInterestChange(announceSoon);
  const repeating = setInterval(() => void announce(), config.announceMs);
  repeating.unref();

  return {
    async close() {
      clearInterval(repeating);
      if (soon !== null) clearTimeout(soon);
      stopChanges();
      await stopEvents();
      await stopAsks();
      await say({ type: 'gone', api });
    },
  };
}

/** What is not ours is passed over: Redis may be shared, and a newer version may say more. */
function parseEvents(text: string): LiveEvent[] {
  let events: unknown;
  try {
    events = JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(events) ? events.filter(isEvent) : [];
}

function isEvent(value: unknown): value is LiveEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { type, account, agent } = value as Record<string, unknown>;
  if (!EVENT_TYPES.has(String(type)) || typeof account !== 'string') return false;
  return type === 'limit' || typeof agent === 'string';
}
