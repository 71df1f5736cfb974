import type { Health, healthOperations } from '@hawser/contracts/http';
import type { ApiContext } from '../../context.ts';
import type { Readiness } from '../../deps.ts';
import type { Handler } from '../../http/api-app.ts';

/** `GET /health`: an honest readiness answer, 503 when a needed part does not work. */
export function health({ config, readiness }: ApiContext): Handler<typeof healthOperations.health> {
  return async (_request, reply) => {
    const state = await readiness();
    return reply.code(state.ready ? 200 : 503).send(healthBody(state, config.version));
  };
}

/** Writes the state of each part for people and probes. */
export function healthBody({ ready, checks }: Readiness, version: string): Health {
  const states = Object.entries(checks).map(([name, works]) => [name, works ? 'ok' : 'failed'] as const);
  return { status: ready ? 'ok' : 'unavailable', version, checks: Object.fromEntries(states) };
}
