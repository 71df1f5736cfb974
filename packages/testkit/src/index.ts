export type { Browser, BrowserContextOptions, Page } from 'playwright-core';
export { makeCertificates, type TestCertificates } from './certificates.ts';
export { pgliteTemplate, startMemoryPglite } from './database/memory-pglite.ts';
export { type TestDatabase, testDatabase } from './database/test-database.ts';
export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { freePort } from './free-port.ts';
export { bundleProgram } from './process/bundle-program.ts';
export { type Child, type ChildExit, startChild } from './process/child.ts';
export { findExecutable } from './process/executable.ts';
export { serviceDir } from './process/service-user.ts';
export { createTestAuthority, type KeyPair, type TestAuthority } from './services/certificates.ts';
export { launchChromium } from './services/chromium.ts';
export {
  type MosquittoBroker,
  type MosquittoOptions,
  type MosquittoTls,
  startMosquitto,
} from './services/mosquitto.ts';
export {
  type OidcClaims,
  startOidcProvider,
  type TestOidcProvider,
  type TestOidcProviderOptions,
} from './services/oidc-provider.ts';
export { type PostgresOptions, type PostgresServer, startPostgres } from './services/postgres.ts';
export { type ProgramOptions, startProgram } from './services/program.ts';
export { type RedisOptions, type RedisServer, startRedis } from './services/redis.ts';
export { type RedisCluster, startRedisCluster } from './services/redis-cluster.ts';
export { type RedisSentinel, startRedisSentinel } from './services/redis-sentinel.ts';
export { type ReceivedMail, type SmtpSink, startSmtpSink } from './services/smtp-sink.ts';
export { tempDir } from './temp-dir.ts';
export { type BrowserPage, createTestBrowser, type TestBrowser } from './test-browser.ts';
export { type WaitOptions, waitFor } from './wait-for.ts';
