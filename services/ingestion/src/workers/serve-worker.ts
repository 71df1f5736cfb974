import { parentPort } from 'node:worker_threads';
import type { LiveSink } from '@hawser/contracts/streams';
import type { Metrics } from '@hawser/platform';
import type { IngestionRole } from '../ingestion-role.ts';
import { WorkerLive } from './worker-live.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** What a worker thread is made of. */
export interface WorkerParts {
  readonly role: IngestionRole;
  readonly metrics: Metrics;
  /** Closes the connections that were opened for the role. */
  readonly close: () => Promise<void>;
}

/**
 * Makes the calling thread a worker of a {@link WorkerPool}: it works on the shards that the pool gives it, until the
 * pool stops it.
 *
 * @param compose - makes the role with connections of its own; it is given the way to live subscribers
 * @throws Error when the thread is not a worker thread
 */
export async function serveWorker(compose: (live: LiveSink) => Promise<WorkerParts> | WorkerParts): Promise<void> {
  const pool = parentPort;
  if (pool === null) throw new Error('This is the code of a worker thread and cannot run by itself.');
  const send = (message: FromWorker): void => pool.postMessage(message);
  const live = new WorkerLive((events) => send({ type: 'live', events }));
  const { role, metrics, close } = await compose(live);

  async function answer(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'interest':
        live.setInterest(message);
        return;
      case 'assign':
        await role.assign(message.shards);
        send({ type: 'assigned', request: message.request });
        return;
      case 'stats':
        send({ type: 'stats', request: message.request, stats: role.stats() });
        return;
      case 'metrics':
        send({ type: 'metrics', request: message.request, json: await metrics.getMetricsAsJSON() });
        return;
      case 'stop':
        await role.stop();
        await close();
        pool?.close();
    }
  }

  pool.on('message', answer);
  send({ type: 'ready' });
}
