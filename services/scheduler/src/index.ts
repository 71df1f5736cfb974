export type { SchedulerConfig } from './config.ts';
export type { SchedulerDeps } from './deps.ts';
export { createSchedulerRole, type SchedulerRole } from './scheduler-role.ts';
