export { requireAppendOnly } from './append-only.ts';
export { type DirectQueueDeps, openDirectQueue } from './direct-queue.ts';
