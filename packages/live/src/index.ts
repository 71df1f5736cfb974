export { LIVE_BUS_DEFAULTS, type LiveBusClients, type LiveBusConfig, type PubSubClient } from './bus.ts';
export type { LiveInterest } from './interest.ts';
export { type LiveAudience, type LiveListener, openLiveListener } from './live-listener.ts';
export { type LivePublisher, openLivePublisher } from './live-publisher.ts';
export { createRedisChannel } from './redis-channel.ts';
