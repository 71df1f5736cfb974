export type { JournaledQueueConfig, JournaledQueueDeps, JournalStats, Positions } from './config.ts';
export { type JournaledQueue, openJournaledQueue } from './journaled-queue.ts';
