import { randomUUID } from 'node:crypto';
import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import { systemClock } from '@hawser/core';
import {
  LIVE_BUS_DEFAULTS,
  type LiveAudience,
  type LiveBusClients,
  type LiveInterest,
  type LivePublisher,
  openLiveListener,
  openLivePublisher,
} from '@hawser/live';
import type { Lifecycle, Logger, Metrics } from '@hawser/platform';
import { connectRedis, disconnectRedis, type RedisConnectionConfig } from '@hawser/queue/redis-streams';

/** How live events get from the roles that make them to the API, in this process or another. */
export interface LiveRoute extends LiveSink {
  /** Lets the API of this process hear of events, and say what its clients want to see. */
  connect(audience: LiveAudience & LiveSink): Promise<void>;
  /** Calls back whenever what is wanted may have changed, from now on. */
  onInterest(listener: (interest: LiveInterest) => void): void;
}

interface LiveOptions {
  /** Sees every event of this process, whether or not anybody wants it. */
  readonly observe: (event: LiveEvent) => void;
  readonly lifecycle: Lifecycle;
}

const NOTHING: LiveInterest = { watched: [], accounts: [], agents: [] };

/**
 * The route within one process. It is there before the API is, so that intake and ingestion can be started first; until
 * somebody listens, events are only observed.
 */
export function openLocalRoute({ observe, lifecycle }: LiveOptions): LiveRoute {
  let audience: (LiveAudience & LiveSink) | undefined;
  let listener: (interest: LiveInterest) => void = () => undefined;
  return {
    wants: (account, agent) => audience?.wants(account, agent) ?? false,
    publish(event) {
      observe(event);
      audience?.publish(event);
    },
    async connect(to) {
      audience = to;
      lifecycle.onStop(
        'live interest',
        to.onInterestChange(() => listener(to.interest())),
      );
      listener(to.interest());
    },
    onInterest(tell) {
      listener = tell;
      tell(audience?.interest() ?? NOTHING);
    },
  };
}

/** Connects to Redis for what processes tell each other. A client that subscribes can do nothing else. */
export function connectBus({ redis, log, lifecycle }: ConnectOptions): LiveBusClients {
  const connect = (purpose: string) => {
    const client = connectRedis(redis, `hawser:${purpose}:${randomUUID().slice(0, 8)}`, log);
    lifecycle.onStop(`connection of ${purpose} to Redis`, async () => disconnectRedis(client));
    return client;
  };
  return { publisher: connect('live-out'), subscriber: connect('live-in') };
}

interface ConnectOptions {
  readonly redis: RedisConnectionConfig;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

interface BusOptions extends LiveOptions {
  readonly clients: LiveBusClients;
  readonly tenantId: string;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** The route through Redis, for several processes; the API of this one is reached by it like any other. */
export function openBusRoute(options: BusOptions): LiveRoute {
  const { observe, clients, tenantId, log, metrics, lifecycle } = options;
  const config = { ...LIVE_BUS_DEFAULTS, tenantId };
  const bus: LivePublisher = openLivePublisher(config, { ...clients, clock: systemClock, log, metrics });
  lifecycle.onStop('live bus', () => bus.close());
  return {
    wants: (account, agent) => bus.wants(account, agent),
    publish(event) {
      observe(event);
      bus.publish(event);
    },
    async connect(audience) {
      const listener = openLiveListener(config, { ...clients, audience, log });
      lifecycle.onStop('live listener', () => listener.close());
    },
    onInterest: (listener) => bus.onInterest(listener),
  };
}
