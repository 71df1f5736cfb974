export { LaneLog, type LaneLogConfig, type LaneLogDeps } from './lane-log.ts';
