import { parentPort, workerData } from 'node:worker_threads';
import type { LiveEvent } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, systemClock } from '@hawser/core';
import { createIngestionRole } from '@hawser/ingestion';
import { createLogger, createMetrics } from '@hawser/platform';
import { openEmbeddedLogReader } from '@hawser/queue/embedded-log';
import { createIngestStore, createIntakeLedger, createSeriesRepository } from '@hawser/storage';
import { connectPglite } from '@hawser/storage/pglite';
import { reportDamage } from './queue.ts';
import { QUEUE_NAME } from './queue-name.ts';
import type { FromIngestionThread, IngestionThreadData, ToIngestionThread } from './thread-messages.ts';

/** Entry of the ingestion thread: the ingestion role, with ports that reach back into the other threads. */

const LEASE_MS = 10_000;

if (parentPort === null) throw new Error('This file is the entry of a worker thread and cannot run by itself.');
const main = parentPort;
const data = workerData as IngestionThreadData;
const log = createLogger(data.log, process.stderr);
const metrics = createMetrics();
const database = connectPglite(data.database);
const reader = openEmbeddedLogReader({ dir: data.queueDir, signal: data.signal, onCorruption: reportDamage(log) });
const intakeLedger = createIntakeLedger(database, { queue: QUEUE_NAME });
let wantedAccounts = new Set<AccountId>();
let wantedAgents = new Set<AgentId>();
const outbox: LiveEvent[] = [];

const role = createIngestionRole(
  { profile: data.profile, limits: data.limits, leaseMs: LEASE_MS, owner: 'embedded' },
  {
    reader,
    store: createIngestStore(database, { queue: QUEUE_NAME }),
    series: createSeriesRepository(database),
    intakeCursor: (shard) => intakeLedger.cursor(shard),
    live: { wants: (account, agent) => wantedAccounts.has(account) || wantedAgents.has(agent), publish },
    log,
    metrics,
    clock: systemClock,
  },
);

/** Events of one turn of the event loop cross the thread boundary together. */
function publish(event: LiveEvent): void {
  if (outbox.push(event) === 1) setImmediate(() => send({ type: 'live', events: outbox.splice(0) }));
}

function send(message: FromIngestionThread): void {
  main.postMessage(message);
}

async function stop(): Promise<void> {
  await role.stop();
  await reader.close();
  await database.close();
  send({ type: 'stopped' });
  main.close();
}

main.on('message', async (message: ToIngestionThread) => {
  switch (message.type) {
    case 'interest':
      wantedAccounts = new Set(message.accounts);
      wantedAgents = new Set(message.agents);
      return;
    case 'metrics':
      send({ type: 'metrics', request: message.request, json: await metrics.getMetricsAsJSON() });
      return;
    case 'stop':
      await stop();
  }
});

await role.start();
send({ type: 'ready' });
