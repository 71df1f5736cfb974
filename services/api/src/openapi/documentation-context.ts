import { systemClock } from '@hawser/core';
import { createMetrics, silentLogger } from '@hawser/platform';
import type { ApiConfig } from '../config.ts';
import { type ApiContext, createApiContext } from '../context.ts';

const CONFIG: ApiConfig = {
  host: '127.0.0.1',
  port: 0,
  publicMqttUrl: 'mqtt://localhost:1883',
  dashboardDir: null,
  corsOrigins: [],
  jwtAccessExpirySeconds: 900,
  jwtRefreshExpirySeconds: 604_800,
  allowAgentsInRoot: false,
  version: '1',
  trustProxy: false,
};

/** A context that is good for declaring the routes and for nothing else: nothing behind it is there. */
export function documentationContext(): ApiContext {
  return createApiContext(CONFIG, {
    db: {
      query: absent,
      transaction: absent,
      within: () => ({ query: absent, transaction: absent }),
      close: async () => undefined,
    },
    queue: 'none',
    appender: { append: absent, shards: 1, saturated: false },
    reader: { read: absent, compare: () => 0, shards: 1 },
    invalidations: { publish: absent, subscribe: () => () => undefined },
    setup: { expected: absent, take: absent },
    licence: () => ({ key: '', publicKey: '' }),
    log: silentLogger(),
    metrics: createMetrics(),
    clock: systemClock,
    readiness: absent,
  });
}

async function absent(): Promise<never> {
  throw new Error('this context only documents the interface');
}
