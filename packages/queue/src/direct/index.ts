export { AppendOnlyCheck, AppendOnlyMissing } from './append-only.ts';
export type { DirectQueueConfig, DirectQueueDeps } from './config.ts';
export { type DirectQueue, openDirectQueue } from './direct-queue.ts';
