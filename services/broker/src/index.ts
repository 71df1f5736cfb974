export { type BrokerRole, type BrokerStats, createBrokerRole } from './broker-role.ts';
export {
  type BrokerBounds,
  type BrokerConfig,
  type BrokerIntervals,
  DEFAULT_BOUNDS,
  DEFAULT_INTERVALS,
} from './config.ts';
export type { BrokerDeps, PresenceStore } from './deps.ts';
