import type { Envelope } from '@hawser/contracts/streams';
import type { Clock, MqttDenial } from '@hawser/core';
import {
  type AccountThrottle,
  type AppendGate,
  decidePublish,
  type EnvelopeWriter,
  type Owner,
  type PublishDecision,
  type ThrottleOutcome,
} from '@hawser/intake';
import type { Logger, RepeatGuard } from '@hawser/platform';
import type { PublishPacket } from 'aedes';
import type { BrokerMetrics, MessageOutcome } from '../metrics.ts';
import type { Session } from '../session/session.ts';
import type { Refusals } from '../support/refusals.ts';

/** Upper bound of what an envelope adds to its payload, topic aside. */
const ENVELOPE_OVERHEAD = 512;

type AllowedPublish = PublishDecision & { allow: true };

/** The publish is not acknowledged; the connection is to be closed. */
export class PublishRefused extends Error {
  readonly reason: MqttDenial | 'stopping' | 'connection-closed' | 'queue-failed' | 'quota-exceeded';

  constructor(reason: PublishRefused['reason'], cause?: unknown) {
    super(`The publish was refused: ${reason}`, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

export interface IntakeDeps {
  readonly writer: EnvelopeWriter;
  readonly throttle: AccountThrottle;
  readonly gate: AppendGate;
  readonly metrics: BrokerMetrics;
  readonly log: Logger;
  readonly guard: RepeatGuard;
  readonly clock: Clock;
  /** Called for each message that is durable. */
  readonly onReceived: (session: Session, receivedAt: number) => void;
  readonly refusals: Refusals;
}

/**
 * Takes published messages into the queue, steps 2 to 4 of `docs/flows/reading.md`: policy, envelope, durable append.
 * Payloads are not looked at, so nothing an agent sends can do harm here.
 */
export class Intake {
  readonly #serviceInstance: string;
  readonly #deps: IntakeDeps;
  #accepting = true;

  constructor(serviceInstance: string, deps: IntakeDeps) {
    this.#serviceInstance = serviceInstance;
    this.#deps = deps;
  }

  /** From now on only wills are taken; what waits for room is let go without an acknowledgement. */
  stopAccepting(): void {
    this.#accepting = false;
    this.#deps.throttle.dismissAll();
    this.#deps.gate.dismissAll();
  }

  /**
   * Makes one message durable. The caller acknowledges after this has resolved, never before.
   *
   * @param isWill - the connection has ended, and this is what it left behind
   * @returns how the message was classified
   * @throws PublishRefused when it must not be acknowledged
   */
  async take(session: Session, packet: PublishPacket, isWill: boolean): Promise<AllowedPublish> {
    const receivedAt = this.#deps.clock();
    const decision = this.#decide(session, packet.topic);
    if (!decision.allow) throw this.#deny(session, packet.topic, decision);
    if (!this.#accepting && !isWill) throw this.#refuse(decision.dialect, 'stopping');
    const payload = toBytes(packet.payload);
    const bytes = payload.byteLength + packet.topic.length + ENVELOPE_OVERHEAD;
    const { account } = session.agent;
    // A will waits by itself: its connection is gone, which must not let go of it.
    const owner = isWill ? { closedAt: null, account } : session;
    const held = isWill ? undefined : this.#deps.throttle.enter(owner, payload.byteLength);
    if (held !== undefined) this.#assertPassed(await held, session, decision.dialect);
    await this.#enter(owner, bytes, decision.dialect);
    try {
      await this.#deps.writer.append(this.#envelope(session, packet.topic, payload, decision, receivedAt));
    } catch (error) {
      throw this.#failed(decision.dialect, error);
    } finally {
      this.#deps.gate.leave(account, bytes);
    }
    this.#deps.metrics.messages.inc({ dialect: decision.dialect, outcome: 'accepted' });
    this.#deps.onReceived(session, receivedAt);
    return decision;
  }

  /** Agents publish to the same topic again and again. */
  #decide(session: Session, topic: string): PublishDecision {
    if (session.lastDecision?.topic !== topic) {
      session.lastDecision = { topic, decision: decidePublish(session.agent, topic) };
    }
    return session.lastDecision.decision;
  }

  #assertPassed(outcome: ThrottleOutcome, session: Session, dialect: string): void {
    if (outcome === 'pass') return;
    if (outcome === 'gone') throw this.#refuse(dialect, this.#accepting ? 'connection-closed' : 'stopping');
    this.#deps.refusals.quota(session);
    throw this.#refuse(dialect, 'quota-exceeded', 'denied');
  }

  async #enter(owner: Owner, bytes: number, dialect: string): Promise<void> {
    const place = this.#deps.gate.enter(owner, bytes);
    if (place === undefined || (await place)) return;
    throw this.#refuse(dialect, this.#accepting ? 'connection-closed' : 'stopping');
  }

  #envelope(
    { agent }: Session,
    topic: string,
    payload: Uint8Array,
    { dialect, kind }: AllowedPublish,
    receivedAt: number,
  ): Envelope {
    return {
      account: agent.account,
      agent: agent.id,
      agentName: agent.name,
      serviceInstance: this.#serviceInstance,
      dialect,
      kind,
      topic,
      // MQTT 3.1.1 knows neither a content type nor user properties.
      contentType: null,
      traceparent: null,
      receivedAt,
      replayOf: null,
      payload,
    };
  }

  #deny(session: Session, topic: string, { dialect, reason }: PublishDecision & { allow: false }): PublishRefused {
    this.#deps.refusals.publish(session, topic, reason);
    return this.#refuse(dialect, reason, 'denied');
  }

  #failed(dialect: string, error: unknown): PublishRefused {
    const { guard, log } = this.#deps;
    guard.warn('append', (held) => log.error({ err: error, held }, 'The queue does not take messages'));
    return this.#refuse(dialect, 'queue-failed', 'failed', error);
  }

  #refuse(
    dialect: string,
    reason: PublishRefused['reason'],
    outcome: MessageOutcome = 'abandoned',
    cause?: unknown,
  ): PublishRefused {
    this.#deps.metrics.messages.inc({ dialect, outcome });
    return new PublishRefused(reason, cause);
  }
}

function toBytes(payload: string | Buffer): Uint8Array {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}
