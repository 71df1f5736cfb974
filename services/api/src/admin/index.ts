export type { Readiness } from '../deps.ts';
export type { BridgeCredential, MosquittoAuthConfig, MosquittoAuthDeps } from '../features/mosquitto-auth/config.ts';
export { createMosquittoAuth, type MosquittoAuth } from '../features/mosquitto-auth/mosquitto-auth.ts';
export { type AdminListener, createAdminListener } from './admin-listener.ts';
