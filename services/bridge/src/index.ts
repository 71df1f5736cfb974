export type { Lanes } from './aside/lanes.ts';
export { type BridgeRole, type BridgeStats, createBridgeRole } from './bridge-role.ts';
export {
  type BridgeBounds,
  type BridgeConfig,
  type BridgeIntervals,
  type BridgeTls,
  DEFAULT_BOUNDS,
  DEFAULT_INTERVALS,
} from './config.ts';
export type { BridgeDeps, PresenceStore } from './deps.ts';
