import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { MqttDenial } from '@hawser/core';
import type { AgentDenials, Authentication } from '@hawser/intake';
import type { Logger, RepeatGuard } from '@hawser/platform';
import type { BrokerMetrics } from '../metrics.ts';
import type { FrameProblem } from '../mqtt/frame-tracker.ts';
import type { Session } from '../session/session.ts';

const LOGGED_CHARACTERS = 300;

/** Counts and logs what was refused, and leaves what agents were denied in the audit: nothing goes without a trace. */
export class Refusals {
  readonly #metrics: BrokerMetrics;
  readonly #guard: RepeatGuard;
  readonly #log: Logger;
  readonly #denials: Pick<AgentDenials, 'note'>;
  #total = 0;

  constructor(metrics: BrokerMetrics, guard: RepeatGuard, log: Logger, denials: Pick<AgentDenials, 'note'>) {
    this.#metrics = metrics;
    this.#guard = guard;
    this.#log = log;
    this.#denials = denials;
  }

  /** Everything refused since the start. */
  get total(): number {
    return this.#total;
  }

  connection(result: Authentication, username: string | undefined, connection: Duplex): void {
    this.#metrics.auth.inc({ result: authResult(result) });
    if (result.allow) return;
    const { reason, cause, agent } = result;
    this.#count(reason);
    if (agent !== undefined) {
      this.#denials.note({ agent, attempt: 'connect', reason, address: addressOf(connection) });
    }
    this.#guard.warn(`connection ${reason}`, (held) => {
      if (reason === 'database-unavailable') {
        this.#log.error({ err: cause, held }, 'Agents cannot sign in because the database does not answer');
      } else {
        this.#log.warn({ username: cut(username), reason, held }, 'A connection was refused');
      }
    });
  }

  tooManyConnections(): void {
    this.#count('too-many-connections');
    this.#guard.warn('too-many-connections', (held) => {
      this.#log.error({ held }, 'Connections are refused because there are too many');
    });
  }

  listener(error: Error): void {
    this.#count('listener-failed');
    this.#guard.warn('listener-failed', (held) => {
      this.#log.error({ err: error, held }, 'A listener cannot take connections');
    });
  }

  packet(problem: FrameProblem): void {
    this.#count(problem);
    this.#guard.warn(problem, (held) => {
      this.#log.warn({ reason: problem, held }, 'A connection was closed because of a packet');
    });
  }

  publish(session: Session, topic: string, reason: MqttDenial): void {
    this.#count(reason);
    this.#deny(session, 'publish', reason);
    this.#guard.warn(`publish ${reason}`, (held) => {
      this.#log.warn({ ...who(session), topic: cut(topic), reason, held }, 'A publish was denied');
    });
  }

  quota(session: Session): void {
    this.#count('quota-exceeded');
    this.#guard.warn('quota-exceeded', (held) => {
      this.#log.warn(
        { ...who(session), held },
        'A connection was closed because its account has sent its bytes of the day',
      );
    });
  }

  subscription(session: Session, filter: string, reason: MqttDenial | 'too-many-subscriptions'): void {
    this.#count(reason);
    this.#deny(session, 'subscribe', reason);
    this.#guard.warn(`subscription ${reason}`, (held) => {
      this.#log.warn({ ...who(session), filter: cut(filter), reason, held }, 'A subscription was denied');
    });
  }

  #deny({ agent, connection }: Session, attempt: 'publish' | 'subscribe', reason: string): void {
    this.#denials.note({ agent, attempt, reason, address: addressOf(connection) });
  }

  #count(reason: string): void {
    this.#total++;
    this.#metrics.refused.inc({ reason });
  }
}

function authResult(result: Authentication) {
  if (result.allow) return 'accepted';
  return result.reason === 'database-unavailable' ? 'unavailable' : 'refused';
}

/** Of a WebSocket the connection is a stream on top of the socket, which knows no address. */
function addressOf(connection: Duplex): string | null {
  return connection instanceof Socket ? (connection.remoteAddress ?? null) : null;
}

function who(session: Session) {
  return { agent: session.agent.id, account: session.agent.account };
}

function cut(text: string | undefined): string | undefined {
  return text?.slice(0, LOGGED_CHARACTERS);
}
