import { channel, tracingChannel } from 'node:diagnostics_channel';
import { createApiRole } from '@hawser/api';
import { systemClock } from '@hawser/core';
import { MemoryQueue } from '@hawser/intake/testing';
import { createMetrics, silentLogger } from '@hawser/platform';
import { createInvalidations, type Database, type ScopedDatabase, type Transaction } from '@hawser/storage';
import { createPostgresDatabase } from '@hawser/storage/postgres';

/**
 * The API in a process of its own. Told `start`, it begins to measure; told `stop`, it says what it has measured: seconds
 * of processor time, and for each route the milliseconds from the request's head to its handler, which is what all hooks
 * take together.
 */

const [url = '', without = 'nothing'] = process.argv.slice(2);
const database = createPostgresDatabase({ url, poolSize: 10, statementTimeoutMs: 60_000 });
/** The same without the second wall. */
const open: Database = { ...database, within: () => database };
/** The same without the entries of the audit: their statement is answered and not sent. */
const silent: Database = {
  ...database,
  within: (scope) => withoutEntries(database.within(scope)),
  ...withoutEntries(database),
};

function withoutEntries({ query, transaction }: ScopedDatabase): ScopedDatabase {
  const isEntry = (sql: string): boolean => sql.includes('INSERT INTO audit_entries');
  return {
    query,
    transaction: (work) =>
      transaction((tx) => {
        const ask: Transaction['query'] = (sql, params) =>
          isEntry(sql) ? Promise.resolve([{ seq: 1 }] as never) : tx.query(sql, params);
        return work({ ...tx, query: ask });
      }),
  };
}

const databaseOf = { nothing: database, wall: open, entries: silent }[without];
if (databaseOf === undefined) throw new Error(`there is no API without ${without}`);
const log = silentLogger();
const queue = new MemoryQueue();
const api = await createApiRole(
  {
    host: '127.0.0.1',
    port: 0,
    publicMqttUrl: 'mqtt://localhost:1883',
    dashboardDir: null,
    corsOrigins: [],
    jwtAccessExpirySeconds: 900,
    allowAgentsInRoot: false,
    jwtRefreshExpirySeconds: 604_800,
    version: '0.0.0-bench',
    trustProxy: false,
    rateLimits: { requestsPerMinute: 10_000_000, signInsPerMinute: 1_000 },
  },
  {
    db: databaseOf,
    queue: 'queue',
    appender: Object.assign(queue, { saturated: false }),
    reader: queue,
    invalidations: createInvalidations({ channel: null, log }),
    licence: () => ({ key: '', publicKey: '' }),
    setup: { expected: async () => true, take: async () => true },
    log,
    metrics: createMetrics(),
    clock: systemClock,
    readiness: async () => ({ ready: true, checks: {} }),
  },
);

const begun = new WeakMap<object, number>();
const hooks: Record<string, number[]> = {};
let cpu = process.cpuUsage();

channel('http.server.request.start').subscribe((message) => {
  begun.set((message as { request: object }).request, performance.now());
});
tracingChannel('fastify.request.handler').start.subscribe((message) => {
  const { request, route } = message as { request: { raw: object }; route: { url: string } };
  const start = begun.get(request.raw);
  if (start === undefined) return;
  hooks[route.url] = hooks[route.url] ?? [];
  hooks[route.url]?.push(performance.now() - start);
});

process.on('message', (order) => {
  if (order === 'start') {
    for (const name of Object.keys(hooks)) delete hooks[name];
    cpu = process.cpuUsage();
  }
  if (order !== 'stop') return;
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ cpuSeconds: (user + system) / 1e6, hooks });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: (await api.start()).url });
