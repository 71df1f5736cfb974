import { intakeFilters, statusFilters } from '@hawser/dialects';
import type { IPublishPacket } from 'mqtt-packet';
import type { BridgeBounds, BridgeConfig } from './config.ts';
import { brokerAddress } from './mqtt/broker-address.ts';
import type { ConnectionOptions } from './mqtt/connection.ts';
import { Subscriber, type SubscriberEvents, type SubscriberOptions } from './mqtt/subscriber.ts';

const DEFAULT_SHARE_GROUP = 'hawser-bridge';

export interface BrokerLinksEvents {
  /** Takes a message over; `done` acknowledges it. */
  readonly onMessage: SubscriberEvents['onMessage'];
  readonly onRedelivered: SubscriberEvents['onRedelivered'];
  /** Takes note of a message on a status topic. */
  readonly onStatus: (packet: IPublishPacket) => void;
  /** Every connection is up. */
  readonly onUp: () => void;
  readonly onDown: (error: Error) => void;
}

/** All connections to the broker: those that share the messages, and one that hears every status. */
export class BrokerLinks {
  readonly #shares: readonly Subscriber[];
  readonly #all: readonly Subscriber[];
  readonly #events: BrokerLinksEvents;

  /** @throws Error when the broker's URL is not one */
  constructor(config: BridgeConfig, bounds: BridgeBounds, events: BrokerLinksEvents) {
    this.#events = events;
    const options = commonOptions(config, bounds);
    this.#shares = Array.from({ length: bounds.connections }, (_, index) => this.#share(config, options, index));
    this.#all = [...this.#shares, this.#statusListener(config, options)];
  }

  /** True while every connection is up and subscribed. */
  get areUp(): boolean {
    return this.#all.every(({ isUp }) => isUp);
  }

  /** True while statuses are heard. */
  get hearsStatus(): boolean {
    return this.#all.at(-1)?.isUp ?? false;
  }

  /** Connections up that share the messages. */
  get sharesUp(): number {
    return this.#shares.filter(({ isUp }) => isUp).length;
  }

  get unacknowledged(): number {
    return this.#shares.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0);
  }

  /** Holds the broker back, or lets it go on. */
  hold(isHeld: boolean): void {
    for (const share of this.#shares) {
      if (isHeld) share.pause();
      else share.resume();
    }
  }

  start(): void {
    for (const subscriber of this.#all) subscriber.start();
  }

  /** Takes no more messages; what was taken can still be acknowledged. */
  stopTaking(): void {
    for (const subscriber of this.#all) subscriber.stopTaking();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((subscriber) => subscriber.stop()));
  }

  #share({ name, shareGroup = DEFAULT_SHARE_GROUP }: BridgeConfig, options: CommonOptions, index: number): Subscriber {
    const subscriptions = intakeFilters().map((filter) => ({
      topic: `$share/${shareGroup}/${filter}`,
      qos: 1 as const,
    }));
    const { onMessage } = this.#events;
    return this.#subscriber({ ...options, clientId: `${name}-${index}`, clean: false, subscriptions }, onMessage);
  }

  /** A clean session: each new subscription tells the last word of every agent, so that nothing need be kept. */
  #statusListener({ name }: BridgeConfig, options: CommonOptions): Subscriber {
    const subscriptions = statusFilters().map((topic) => ({ topic, qos: 1 as const }));
    return this.#subscriber({ ...options, clientId: `${name}-status`, clean: true, subscriptions }, (packet, done) => {
      this.#events.onStatus(packet);
      done();
    });
  }

  #subscriber(options: SubscriberOptions, onMessage: SubscriberEvents['onMessage']): Subscriber {
    return new Subscriber(options, {
      onMessage,
      onRedelivered: () => this.#events.onRedelivered(),
      onUp: () => {
        if (this.areUp) this.#events.onUp();
      },
      onDown: (error) => this.#events.onDown(error),
    });
  }
}

type CommonOptions = Omit<SubscriberOptions, 'clientId' | 'clean' | 'subscriptions'>;

function commonOptions(config: BridgeConfig, bounds: BridgeBounds): CommonOptions {
  const credentials: Pick<ConnectionOptions, 'username' | 'password'> = {
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(config.password === undefined ? {} : { password: config.password }),
  };
  return {
    ...credentials,
    address: brokerAddress(config),
    sessionExpirySeconds: bounds.sessionExpirySeconds,
    receiveMaximum: bounds.receiveMaximum,
    keepaliveSeconds: bounds.keepaliveSeconds,
    timeoutMs: bounds.connectTimeoutMs,
    reconnectFirstMs: bounds.reconnectFirstMs,
    reconnectMaxMs: bounds.reconnectMaxMs,
  };
}
