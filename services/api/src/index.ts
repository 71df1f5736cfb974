export { type AdminListener, createAdminListener } from './admin/admin-listener.ts';
export {
  type ApiConfig,
  DEFAULT_LIVE_LIMITS,
  DEFAULT_RATE_LIMITS,
  type LiveLimits,
  type RateLimits,
  type TlsConfig,
} from './config.ts';
export type { ApiDeps, BrokerControl, Readiness, SetupGuard } from './deps.ts';
export type { LiveHub, LiveInterest } from './features/live/live-hub.ts';
export type { BridgeCredential, MosquittoAuthConfig, MosquittoAuthDeps } from './features/mosquitto-auth/config.ts';
export { createMosquittoAuth, type MosquittoAuth } from './features/mosquitto-auth/mosquitto-auth.ts';
export { hashSecret, newSecret } from './http/secrets.ts';
export type { TrustProxy } from './http/trust-proxy.ts';
export type { OidcConfig } from './oidc/oidc-config.ts';
export { createLocalRateCounter, type RateCounter } from './rate-limits/rate-counter.ts';
export { createResilientRateCounter } from './rate-limits/resilient-rate-counter.ts';
export { type ApiRole, createApiRole } from './role.ts';
export { TlsFilesError } from './tls/tls-files.ts';
