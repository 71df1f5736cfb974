export { type AdminListener, createAdminListener } from './admin/admin-listener.ts';
export {
  type ApiConfig,
  DEFAULT_LIVE_LIMITS,
  DEFAULT_RATE_LIMITS,
  type LiveLimits,
  type RateLimits,
} from './config.ts';
export type { ApiDeps, Readiness, SetupGuard } from './deps.ts';
export type { LiveHub, LiveInterest } from './features/live/live-hub.ts';
export type { BridgeCredential, MosquittoAuthConfig, MosquittoAuthDeps } from './features/mosquitto-auth/config.ts';
export { createMosquittoAuth, type MosquittoAuth } from './features/mosquitto-auth/mosquitto-auth.ts';
export { hashSecret, newSecret } from './http/secrets.ts';
export { type ApiRole, createApiRole } from './role.ts';
