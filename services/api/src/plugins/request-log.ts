import type { Logger, Metrics } from '@hawser/platform';
import { Histogram } from '@hawser/platform';
import type { ApiApp } from '../http/api-app.ts';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times every request by route, and says its id in the answer. */
export function addRequestLog(app: ApiApp, log: Logger, metrics: Metrics): void {
  const durations = new Histogram({
    name: 'hawser_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [metrics],
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    durations.observe(labels, reply.elapsedTime / 1000);
    log.debug({ ...labels, ms: reply.elapsedTime, request: request.id }, 'a request was answered');
  });
}
