import type { Envelope } from '@hawser/contracts/streams';
import type { AgentIdentity, Clock } from '@hawser/core';
import { LRUCache } from 'lru-cache';
import type { IPublishPacket } from 'mqtt-packet';
import type { SetAside } from '../aside/set-aside.ts';
import type { BridgeMetrics } from '../metrics.ts';
import { envelopeOf } from './envelope-of.ts';
import type { FlowControl } from './flow-control.ts';
import type { Owner } from './owner.ts';
import type { OwnerDirectory } from './owner-directory.ts';
import { type ReadTopic, readTopic } from './read-topic.ts';

/** Upper bound of what a message takes up beside topic and payload. */
const OVERHEAD_BYTES = 1_024;
const MAX_KNOWN_TOPICS = 50_000;
const MAX_KNOWN_TOPIC_LENGTH = 500;

export interface IntakeDeps {
  /** Appends to the queue, however long that takes; false when it was stopped before. */
  readonly append: (envelope: Envelope) => Promise<boolean>;
  /** Says which messages have to go past the queue at first. */
  readonly aside: Pick<SetAside, 'mayPass'>;
  /** Makes such a message durable, however long that takes; false when it was stopped before. */
  readonly putAside: (envelope: Envelope) => Promise<boolean>;
  readonly directory: OwnerDirectory;
  readonly flow: FlowControl;
  readonly metrics: BridgeMetrics;
  readonly clock: Clock;
  /** Called for each message of a known agent that is durable. */
  readonly onReceived: (agent: AgentIdentity, receivedAt: number) => void;
}

/**
 * Takes messages of a foreign broker into the queue, steps 2 to 4 of the path of a message: whose it is, envelope,
 * durable append, past the queue at first where its
 * account sends more than it may. Whoever may publish was decided by the broker; a message that belongs to nobody is queued all the
 * same, for ingestion to make a dead letter of it.
 */
export class Intake {
  readonly #serviceInstance: string;
  readonly #deps: IntakeDeps;
  /** Agents publish to the same few topics again and again. */
  readonly #topics = new LRUCache<string, ReadTopic>({ max: MAX_KNOWN_TOPICS });
  /** Looked up once: finding a counter by its labels costs more than counting. */
  readonly #outcomes;
  readonly #statuses;

  constructor(serviceInstance: string, deps: IntakeDeps) {
    this.#serviceInstance = serviceInstance;
    this.#deps = deps;
    const { messages } = deps.metrics;
    this.#outcomes = {
      agent: messages.labels('accepted'),
      'unknown-agent': messages.labels('unknown-agent'),
      'unknown-account': messages.labels('unknown-account'),
    };
    this.#statuses = messages.labels('status');
  }

  /**
   * Makes one message durable, however long the queue or the database takes.
   *
   * @param done - called when it may be acknowledged; never called when that did not come about before `stop`
   */
  take(packet: IPublishPacket, done: () => void): void {
    const receivedAt = this.#deps.clock();
    const topic = this.#read(packet.topic);
    if (topic.isOnline !== null && topic.isOnline(asBytes(packet.payload)) !== null) {
      // Every bridge hears these on a subscription of its own; see StatusWatcher.
      this.#statuses.inc();
      done();
      return;
    }
    const bytes = packet.payload.length + packet.topic.length + OVERHEAD_BYTES;
    this.#deps.flow.enter(bytes);
    const owner = this.#deps.directory.find(topic.account, topic.agent);
    const appending =
      owner instanceof Promise
        ? owner.then((found) => this.#append(packet, topic, found, receivedAt))
        : this.#append(packet, topic, owner, receivedAt);
    void appending.then((isDurable) => {
      this.#deps.flow.leave(bytes);
      if (isDurable) done();
    });
  }

  async #append(packet: IPublishPacket, topic: ReadTopic, owner: Owner, receivedAt: number): Promise<boolean> {
    const context = { serviceInstance: this.#serviceInstance, receivedAt };
    const envelope = envelopeOf(packet, topic, owner, context);
    const bytes = packet.payload.length;
    const mayPass = owner.kind !== 'agent' || this.#deps.aside.mayPass(envelope.account, bytes);
    if (!(await (mayPass ? this.#deps.append(envelope) : this.#deps.putAside(envelope)))) return false;
    this.#outcomes[owner.kind].inc();
    if (!mayPass) this.#deps.metrics.setAside.inc();
    if (owner.kind === 'agent') this.#deps.onReceived(owner.agent, receivedAt);
    return true;
  }

  #read(topic: string): ReadTopic {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    const read = readTopic(topic);
    if (topic.length <= MAX_KNOWN_TOPIC_LENGTH) this.#topics.set(topic, read);
    return read;
  }
}

function asBytes(payload: string | Buffer): Uint8Array {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}
