export { AppendGate, type AppendGateLimits, type Owner } from './append-gate.ts';
export { type AgentDenial, type AgentDenials, createAgentDenials } from './auth/agent-denials.ts';
export {
  type Admit,
  type Authentication,
  Authenticator,
  type AuthenticatorConfig,
  type AuthenticatorDeps,
  type ConnectRequest,
  type Refusal,
  type RefusalReason,
} from './auth/authenticator.ts';
export {
  type CachedCredential,
  CredentialCache,
  type CredentialCacheConfig,
  identityOf,
  isUsable,
} from './auth/credential-cache.ts';
export { matchesSecret } from './auth/secret.ts';
export type { CredentialLookup, IntakeAppender, IntakeReader, ReceivedLedger, StoredCredential } from './deps.ts';
export { APPEND_BUCKETS_SECONDS, EnvelopeWriter, type EnvelopeWriterDeps } from './envelope-writer.ts';
export {
  AccountMeters,
  type AccountMetersDeps,
  type LimitStanding,
  type UsageStore,
} from './fairness/account-meters.ts';
export { AccountThrottle, type AccountThrottleDeps, type ThrottleOutcome } from './fairness/account-throttle.ts';
export { type CrossingStore, LimitNotices, type LimitNoticesDeps } from './fairness/limit-notices.ts';
export { ReceivedCounter } from './ledger/received-counter.ts';
export type { ShardCounterDeps } from './ledger/shard-counter.ts';
export { ReceivedEvents } from './live/received-events.ts';
export { LastMessages } from './presence/last-messages.ts';
export { decidePublish, type IntakeKind, type PublishDecision, UNKNOWN_TOPIC } from './topic-policy.ts';
export { type Chore, Upkeep, type UpkeepDeps, type UpkeepIntervals } from './upkeep.ts';
