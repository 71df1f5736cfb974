export * from './access/access-change.ts';
export * from './access/administrators.ts';
export * from './access/api-token-repository.ts';
export * from './access/fleet-repository.ts';
export * from './access/grant-repository.ts';
export * from './access/role-repository.ts';
export * from './access/role-uses.ts';
export { type AccountScope, TENANT_ROLE } from './account-scope.ts';
export * from './accounts/account.ts';
export {
  type AccountContents,
  type AccountDeletion,
  accountContents,
  beginDeletion,
  findDeletion,
  lockAccount,
  removeEmptyAccount,
} from './accounts/account-deletions.ts';
export * from './accounts/account-holds.ts';
export * from './accounts/account-policies.ts';
export * from './accounts/account-readers.ts';
export * from './accounts/account-repository.ts';
export * from './accounts/account-usage.ts';
export { followAccountChanges } from './accounts/follow-account-changes.ts';
export * from './accounts/limit-crossings.ts';
export * from './accounts/limit-guard.ts';
export * from './agents/agent.ts';
export * from './agents/agent-repository.ts';
export { type AgentScope, wholeAccount } from './agents/agent-scope.ts';
export * from './agents/credential-repository.ts';
export * from './agents/presence-repository.ts';
export * from './agents/status-repository.ts';
export * from './agents/topic-owner-repository.ts';
export * from './audit/append-audit-entry.ts';
export * from './audit/audit-repository.ts';
export * from './audit/expire-audit-entries.ts';
export { RepeatedAttempts, type RepeatedAttemptsDeps } from './audit/repeated-attempts.ts';
export type { StoredAuditEntry } from './audit/stored-audit-entry.ts';
export * from './audit/verify-chain.ts';
export * from './database.ts';
export * from './dead-letters/dead-letter.ts';
export * from './dead-letters/dead-letter-repository.ts';
export type { DeadLetterBounds } from './dead-letters/purge-dead-letters.ts';
export * from './ingestion/commit-batch.ts';
export { opaqueIdKey } from './ingestion/dedup-marks.ts';
export * from './ingestion/ingest-store.ts';
export * from './ingestion/ingestion-members.ts';
export { createJournalOffsets, type JournalOffsets } from './ingestion/journal-offsets.ts';
export * from './ingestion/queue-position.ts';
export * from './ingestion/queue-state.ts';
export type { ShardLease } from './ingestion/shard-lease.ts';
export * from './installation/installation-repository.ts';
export type { Invalidation } from './invalidations/invalidation.ts';
export { createInvalidations, type Invalidations } from './invalidations/invalidations.ts';
export {
  type CountedPositions,
  type CountedPositionsRepository,
  createCountedPositions,
  journalQueueName,
} from './ledger/counted-positions.ts';
export * from './ledger/intake-ledger.ts';
export * from './ledger/ledger-repository.ts';
export * from './ledger/minute.ts';
export * from './maintenance/apply-policies.ts';
export type { DedupLimits } from './maintenance/dedup-purge.ts';
export * from './maintenance/maintenance.ts';
export type { Dropped, RetentionLimits } from './maintenance/retention.ts';
export type { Retention } from './maintenance/retention-policies.ts';
export * from './migrate.ts';
export * from './oidc/oidc-identity-repository.ts';
export * from './oidc/oidc-mapping-repository.ts';
export { encodeReadings, readingsCopyTarget } from './readings/copy-encoder.ts';
export { createDayPartitions, dayOf } from './readings/day-partitions.ts';
export { PLAIN_TABLES } from './readings/day-tables.ts';
export { describeEngine, type EngineDescription } from './readings/detect-engine.ts';
export * from './readings/points.ts';
export type { QueryLimits } from './readings/query-readings.ts';
export { ReadingColumns } from './readings/reading-columns.ts';
export * from './readings/readings-repository.ts';
export * from './readings/stored-reading.ts';
export * from './row-security/assert-tenant-role.ts';
export * from './row-security/read-unscoped.ts';
export * from './series/series.ts';
export * from './series/series-key.ts';
export * from './series/series-repository.ts';
export * from './sessions/one-time-token-repository.ts';
export * from './sessions/session-repository.ts';
export * from './sessions/signing-key-repository.ts';
export * from './sign-in/challenge-repository.ts';
export { readEncryptionKey } from './sign-in/encryption-key-repository.ts';
export * from './sign-in/invitation-repository.ts';
export * from './sign-in/sign-in-failure-repository.ts';
export * from './sign-in/totp-repository.ts';
export * from './sign-in/trusted-browser-repository.ts';
export * from './sql-error.ts';
export * from './users/user-repository.ts';
