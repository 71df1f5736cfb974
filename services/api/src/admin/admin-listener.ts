import fastify, { type FastifyInstance } from 'fastify';
import type { Readiness } from '../deps.ts';
import { healthBody } from '../features/health/health.ts';
import type { MosquittoAuth } from '../features/mosquitto-auth/mosquitto-auth.ts';
import { handleError, handleNotFound } from '../http/error-handler.ts';
import { listeningPort } from '../http/listening-port.ts';

export interface AdminConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface AdminDeps {
  readonly readiness: () => Promise<Readiness>;
  /** What Prometheus reads; a process of several threads puts theirs together. */
  readonly metrics: { readonly contentType: string; metrics(): Promise<string> };
  readonly version: string;
  /** What keeps the readings, as people know it; left out where it is not known. */
  readonly engine?: string;
  /** Answers a foreign broker that asks who may do what; left out where there is none. */
  readonly mosquittoAuth?: MosquittoAuth;
}

export interface AdminListener {
  start(): Promise<{ readonly url: string; readonly port: number }>;
  stop(): Promise<void>;
  readonly app: FastifyInstance;
}

/**
 * What operators and probes ask, on a port of its own that nobody else should reach: `/livez` says that the process
 * turns its event loop, `/readyz` that every part works, `/metrics` is for Prometheus, `/version` says what runs, and
 * `/mosquitto-auth/…` is for a foreign broker.
 */
export function createAdminListener(config: AdminConfig, deps: AdminDeps): AdminListener {
  const { readiness, metrics, version, engine, mosquittoAuth } = deps;
  const app = fastify({ requestTimeout: 10_000, bodyLimit: 1024 });
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(handleNotFound);
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const state = await readiness();
    return reply.code(state.ready ? 200 : 503).send(healthBody(state, version));
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
  app.get('/version', async () => ({
    ...{ name: 'hawser', version, node: process.version },
    ...(engine === undefined ? {} : { database: engine }),
  }));
  return {
    app,
    async start() {
      await mosquittoAuth?.addRoutes(app);
      const url = await app.listen(config);
      return { url, port: listeningPort(app) };
    },
    stop: () => app.close(),
  };
}
