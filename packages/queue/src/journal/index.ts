export { TooFewShards } from '../embedded-log/embedded-log.ts';
export type { JournaledQueueConfig, JournaledQueueDeps, JournalStats, Positions } from './config.ts';
export { isJournal, removeJournal } from './identity.ts';
export { type JournaledQueue, openJournaledQueue } from './journaled-queue.ts';
