export { MemoryCrossings, MemoryPolicies, MemoryUsage } from './memory-accounts.ts';
export { MemoryDenials } from './memory-denials.ts';
export { MemoryQueue } from './memory-queue.ts';
export { MemoryCredentials, MemoryLedger, MemoryLive, makeAgent, sha256, type TestAgent } from './memory-stores.ts';
