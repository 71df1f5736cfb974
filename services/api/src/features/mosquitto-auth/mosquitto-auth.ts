import formBody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import { type AgentId, Problem } from '@hawser/core';
import type { AgentDenial } from '@hawser/intake';
import { Counter, RepeatGuard } from '@hawser/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type CallbackBody, readCallbackBody } from './callback-body.ts';
import { CallerGuard } from './caller-guard.ts';
import type { MosquittoAuthConfig, MosquittoAuthDeps } from './config.ts';
import { type Decision, MosquittoDecisions } from './decisions.ts';

/** The longest topic that MQTT knows fits in, however it is encoded in a form. */
const BODY_LIMIT = 256 * 1024;
const REPEAT_LOG_MS = 10_000;
const LOGGED_CHARACTERS = 300;

type Callback = 'user' | 'superuser' | 'acl';

export interface MosquittoAuth {
  /** Adds the callbacks to a listener that only the broker can reach. */
  addRoutes(app: FastifyInstance): Promise<void>;
  /** Forgets the agent's credentials, because they were changed. */
  forgetAgent(agent: AgentId): void;
  /** Forgets all credentials, because nobody knows which were changed. */
  forgetAllAgents(): void;
}

/**
 * What Mosquitto's HTTP plugins ask: 200 allows, 403 denies, 5xx means "ask again".
 *
 * @throws Error when an allowed network is not written as one
 */
export function createMosquittoAuth(config: MosquittoAuthConfig, deps: MosquittoAuthDeps): MosquittoAuth {
  const decisions = new MosquittoDecisions(config, deps);
  const guard = new CallerGuard(config);
  const answered = new Counter({
    name: 'hawser_mosquitto_auth_total',
    help: 'Answers to the callbacks of a foreign broker.',
    labelNames: ['callback', 'result'],
    registers: [deps.metrics],
  });
  const repeats = new RepeatGuard(REPEAT_LOG_MS, deps.clock);

  async function answer(
    callback: Callback,
    body: CallbackBody,
    reply: FastifyReply,
    decide: () => Promise<Decision>,
  ): Promise<FastifyReply> {
    const decision = await decide().catch((err: unknown) => {
      answered.inc({ callback, result: 'unavailable' });
      repeats.warn('unavailable', (held) => deps.log.error({ err, held }, 'The broker cannot be told who may do what'));
      throw new Problem('unavailable', 'Who may do what cannot be found out now.', { hint: 'Ask again.' });
    });
    answered.inc({ callback, result: decision.allow ? 'allow' : 'deny' });
    if (!decision.allow && callback !== 'superuser') {
      logDenial(callback, body, decision.reason);
      const { agent, reason } = decision;
      if (agent !== undefined) deps.denials.note({ agent, attempt: attemptOf(callback, body), reason, address: null });
    }
    return reply.code(decision.allow ? 200 : 403).send({ result: decision.allow ? 'allow' : 'deny' });
  }

  function logDenial(callback: Callback, { username, topic }: CallbackBody, reason: string): void {
    repeats.warn(`${callback} ${reason}`, (held) => {
      const facts = { callback, reason, held, username: cut(username), ...(topic === '' ? {} : { topic: cut(topic) }) };
      deps.log.warn(facts, 'Something was denied at the broker');
    });
  }

  function refuseStrangers(request: FastifyRequest): void {
    if (guard.admits(request.headers.authorization, request.ip)) return;
    throw new Problem('unauthenticated', 'These callbacks are for the broker.', {
      hint: 'Send the internal token as a bearer token, or call from an allowed network.',
    });
  }

  return {
    forgetAgent: (agent) => decisions.forgetAgent(agent),
    forgetAllAgents: () => decisions.forgetAll(),
    async addRoutes(app) {
      await app.register(async (scope) => {
        await scope.register(formBody, { bodyLimit: BODY_LIMIT });
        await scope.register(rateLimit, {
          max: config.requestsPerMinute,
          timeWindow: 60_000,
          // "Too many requests" would be a denial to the broker.
          errorResponseBuilder: () => new Problem('unavailable', 'Too many callbacks.', { retryAfterSeconds: 1 }),
        });
        scope.addHook('onRequest', async (request) => refuseStrangers(request));
        const add = (callback: Callback, decide: (body: CallbackBody) => Promise<Decision>) =>
          scope.post(`/mosquitto-auth/${callback}`, { bodyLimit: BODY_LIMIT }, (request, reply) => {
            const body = readCallbackBody(request.body);
            return answer(callback, body, reply, () => decide(body));
          });
        add('user', (body) => decisions.user(body));
        add('superuser', async () => ({ allow: false, reason: 'nobody-is' }));
        add('acl', (body) => decisions.acl(body));
      });
    },
  };
}

/** To receive is what was subscribed to. */
function attemptOf(callback: Callback, { access }: CallbackBody): AgentDenial['attempt'] {
  if (callback === 'user') return 'connect';
  return access === 'write' || access === 'read-write' ? 'publish' : 'subscribe';
}

function cut(text: string): string {
  return text.slice(0, LOGGED_CHARACTERS);
}
