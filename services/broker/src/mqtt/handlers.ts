import { type AgentIdentity, maySubscribe } from '@hawser/core';
import { type Authenticator, decidePublish, type Refusal, type RefusalReason } from '@hawser/intake';
import type { AedesOptions, AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import type { BrokerBounds } from '../config.ts';
import { type Intake, PublishRefused } from '../intake/intake.ts';
import { takeOnce } from '../intake/qos2.ts';
import type { Session } from '../session/session.ts';
import type { SessionRegistry } from '../session/session-registry.ts';
import type { Refusals } from '../support/refusals.ts';

/** CONNACK return codes, MQTT 3.1.1 section 3.2.2.3. */
const CONNACK_CODES: Readonly<Record<RefusalReason, number>> = {
  'client-id': 2,
  'database-unavailable': 3,
  stopping: 3,
  'bad-credentials': 4,
  anonymous: 5,
  'agent-disabled': 5,
  'account-closed': 5,
  'will-topic': 5,
};

const EMPTY = Buffer.alloc(0);
/** Longer payloads are not worth remembering: a retained message is a state, such as `online`. */
const MAX_RETAINED_BYTES = 1_024;

export interface HandlerDeps {
  readonly bounds: BrokerBounds;
  readonly authenticator: Authenticator;
  readonly sessions: SessionRegistry;
  readonly intake: Intake;
  readonly refusals: Refusals;
  /** Tells whether a QoS 2 message was taken and waits for its PUBREL. */
  readonly isTaken: (client: Client, messageId: number) => Promise<boolean>;
  readonly isStopping: () => boolean;
  /** Called when a QoS 2 message came again and was not queued again. */
  readonly onRepeated: () => void;
}

type Handlers = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** Where the MQTT library asks, and we decide. */
export class MqttHandlers {
  readonly #deps: HandlerDeps;
  readonly #sessions = new WeakMap<Client, Session>();
  readonly #willTopics = new WeakMap<Client, string>();

  constructor(deps: HandlerDeps) {
    this.#deps = deps;
  }

  /** The handlers as the library wants them. */
  options(): Handlers {
    return {
      preConnect: (client, packet, done) => {
        this.#prepare(client, packet);
        done(null, true);
      },
      authenticate: (client, username, password, done) => {
        this.#authenticate(client, username, password).then(
          (refusal) => done(refusal === null ? null : connackError(refusal), refusal === null),
          (error) => done(error, false),
        );
      },
      authorizePublish: (client, packet, done) => {
        // Nothing but QoS 1 and 2 is answered, and only once this has called back without an error.
        this.#publish(client, packet).then(
          () => done(),
          (error) => {
            if (!isStopRefusal(error)) done(error);
          },
        );
      },
      authorizeSubscribe: (client, subscription, done) => done(null, this.#subscribe(client, subscription)),
      authorizeForward: (client, packet) => (this.#mayReceive(client, packet.topic) ? packet : null),
    };
  }

  /** Tells whether a filter was granted in the client's present session. */
  isGranted(client: Client, filter: string): boolean {
    return this.#sessions.get(client)?.subscriptions.has(filter) ?? false;
  }

  /** The client was let in: from now on it is the only one of its agent. */
  ready(client: Client): void {
    const session = this.#sessions.get(client);
    if (session !== undefined) this.#deps.sessions.keepOnly(session);
  }

  unsubscribed(client: Client, filters: readonly string[]): void {
    const session = this.#sessions.get(client);
    for (const filter of filters) session?.subscriptions.delete(filter);
  }

  /** Holds once more at delivery what held at subscription. */
  #mayReceive(client: Client, topic: string): boolean {
    const session = this.#sessions.get(client);
    return session !== undefined && maySubscribe(session.agent, topic).allow;
  }

  #prepare(client: Client, packet: ConnectPacket): void {
    // Agents' ids are in lower case; one agent in two spellings must not become two sessions.
    packet.clientId = packet.clientId.toLowerCase();
    const { maxKeepaliveSeconds } = this.#deps.bounds;
    packet.keepalive = Math.min(packet.keepalive || maxKeepaliveSeconds, maxKeepaliveSeconds);
    if (packet.will !== undefined) this.#willTopics.set(client, packet.will.topic);
  }

  async #authenticate(
    client: Client,
    username: string | undefined,
    password: Buffer | undefined,
  ): Promise<Refusal | null> {
    const { authenticator, refusals } = this.#deps;
    const request = { clientId: client.id, username, password };
    const result = await authenticator.authenticate(request, (agent) => this.#admit(client, agent));
    refusals.connection(result, username, client.conn);
    return result.allow ? null : result;
  }

  #admit(client: Client, agent: AgentIdentity): Refusal | null {
    if (this.#deps.isStopping()) return { allow: false, reason: 'stopping' };
    const willTopic = this.#willTopics.get(client);
    if (willTopic !== undefined && !decidePublish(agent, willTopic).allow) {
      return { allow: false, reason: 'will-topic', agent };
    }
    // It went away while it was checked: the library answers nothing, and there is no session.
    if (client.closed || client.conn.destroyed) return null;
    this.#sessions.set(client, this.#deps.sessions.open(agent, client.conn));
    return null;
  }

  async #publish(client: Client | null, packet: PublishPacket): Promise<void> {
    const session = client === null ? undefined : this.#sessions.get(client);
    if (client === null || session === undefined) throw new Error('A publish came from outside a session');
    // The library ends the client before it publishes its will.
    const isWill = client.closed;
    const { messageId } = packet;
    if (packet.qos !== 2 || isWill || messageId === undefined) {
      await this.#take(session, packet, isWill);
      return;
    }
    const isTaken = (id: number) => this.#deps.isTaken(client, id);
    const isNew = await takeOnce(session, messageId, isTaken, () => this.#take(session, packet, false));
    if (!isNew) this.#deps.onRepeated();
    // The library keeps the packet until its PUBREL comes, to know the id again; the payload is in the queue.
    if (!packet.retain) packet.payload = EMPTY;
  }

  async #take(session: Session, packet: PublishPacket, isWill: boolean): Promise<void> {
    const { retained } = await this.#deps.intake.take(session, packet, isWill);
    packet.retain = packet.retain && retained && packet.payload.length <= MAX_RETAINED_BYTES;
  }

  /** Null makes the library answer 0x80, "failure", for this filter. */
  #subscribe(client: Client, subscription: Subscription): Subscription | null {
    const session = this.#sessions.get(client);
    if (session === undefined) return null;
    const decision = maySubscribe(session.agent, subscription.topic);
    if (!decision.allow) {
      this.#deps.refusals.subscription(session, subscription.topic, decision.reason);
      return null;
    }
    const { subscriptions } = session;
    const isFull = subscriptions.size >= this.#deps.bounds.maxSubscriptionsPerSession;
    if (isFull && !subscriptions.has(subscription.topic)) {
      this.#deps.refusals.subscription(session, subscription.topic, 'too-many-subscriptions');
      return null;
    }
    subscriptions.add(subscription.topic);
    return subscription;
  }
}

/**
 * An error given to the library closes the connection at once, with acknowledgements that it still waits for. At a stop
 * the refused publish is left unanswered instead: the connection is closed in a moment anyway.
 */
function isStopRefusal(error: unknown): boolean {
  return error instanceof PublishRefused && error.reason === 'stopping';
}

function connackError(refusal: Refusal): AuthenticateError {
  return Object.assign(new Error(refusal.reason), { returnCode: CONNACK_CODES[refusal.reason] });
}
