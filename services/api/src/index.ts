export {
  type ApiConfig,
  DEFAULT_LIVE_LIMITS,
  DEFAULT_RATE_LIMITS,
  type LiveLimits,
  type RateLimits,
  type TlsConfig,
} from './config.ts';
export type { ApiDeps, Readiness, SetupGuard } from './deps.ts';
export { auditText } from './features/audit/audit-text.ts';
export { licenceReport } from './features/licence/licence-report.ts';
export type { LicenceText } from './features/licence/read-licence.ts';
export type { LiveHub, LiveInterest } from './features/live/live-hub.ts';
export { hashSecret, newSecret } from './http/secrets.ts';
export type { TrustProxy } from './http/trust-proxy.ts';
export type { OidcConfig } from './oidc/oidc-config.ts';
export { createPasswordHasher } from './passwords/password-hasher.ts';
export { assertStrongPassword } from './passwords/password-policy.ts';
export { createLocalRateCounter, type RateCounter } from './rate-limits/rate-counter.ts';
export { createResilientRateCounter } from './rate-limits/resilient-rate-counter.ts';
export { type ApiRole, createApiRole } from './role.ts';
export {
  type AccountSecurity,
  DEFAULT_ACCOUNT_SECURITY,
  type SecurityPolicy,
} from './sessions/security-policy.ts';
export { TlsFilesError } from './tls/tls-files.ts';
