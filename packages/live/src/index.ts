export type { LiveBusConfig, PubSubClient } from './bus.ts';
export type { LiveInterest } from './interest.ts';
export { type LiveListener, openLiveListener } from './live-listener.ts';
export { type LivePublisher, openLivePublisher } from './live-publisher.ts';
