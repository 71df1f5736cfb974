/** The part of a Redis client that is used here. A client that subscribes can do nothing else (RESP2). */
export interface PubSubClient {
  publish(channel: string, message: string): Promise<unknown>;
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  on(event: 'ready', listener: () => void): unknown;
  off(event: 'message', listener: (channel: string, message: string) => void): unknown;
  off(event: 'ready', listener: () => void): unknown;
}

export interface LiveBusConfig {
  readonly tenantId: string;
  /** How often an API process says again what it wants to see, in milliseconds; after three times that it is forgotten. */
  readonly announceMs: number;
  /** Events of this many milliseconds travel together. */
  readonly flushMs: number;
  /** Most readings that wait for the next flush; more are dropped. */
  readonly maxReadings: number;
}

export const LIVE_BUS_DEFAULTS = Object.freeze({ announceMs: 5_000, flushMs: 50, maxReadings: 20_000 });

export interface LiveBusClients {
  readonly publisher: Pick<PubSubClient, 'publish'>;
  readonly subscriber: Pick<PubSubClient, 'subscribe' | 'unsubscribe' | 'on' | 'off'>;
}

/** Makers of events talk on one channel, API processes on the other. */
export function channelsOf(tenantId: string): { readonly events: string; readonly interest: string } {
  return { events: `tenant:${tenantId}:live:events`, interest: `tenant:${tenantId}:live:interest` };
}

/**
 * Calls `take` with every message of one channel until the returned function is called. Redis need not be there: the
 * channel is subscribed to whenever a connection has been made.
 *
 * @param onListening - called each time when from now on nothing is missed
 */
export function listen(
  subscriber: LiveBusClients['subscriber'],
  channel: string,
  take: (message: string) => void,
  onListening: () => void,
): () => Promise<void> {
  const onMessage = (from: string, message: string): void => {
    if (from === channel) take(message);
  };
  // A connection that breaks meanwhile is made again, and then this is tried again.
  const subscribe = (): void => void subscriber.subscribe(channel).then(onListening, () => undefined);
  subscriber.on('message', onMessage);
  subscriber.on('ready', subscribe);
  subscribe();
  return async () => {
    subscriber.off('message', onMessage);
    subscriber.off('ready', subscribe);
    await subscriber.unsubscribe(channel).catch(() => undefined);
  };
}
