import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import type { AccountId, AgentId, Clock } from '@hawser/core';
import { Counter, type Logger, type Metrics } from '@hawser/platform';
import { channelsOf, type LiveBusClients, type LiveBusConfig, listen } from './bus.ts';
import { InterestTable, type LiveInterest, parseInterestMessage } from './interest.ts';

export interface LivePublisherDeps extends LiveBusClients {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Where a process that makes events sends them. */
export interface LivePublisher extends LiveSink {
  /** Calls back with what is wanted: now, and whenever it may have changed. */
  onInterest(listener: (interest: LiveInterest) => void): void;
  /** Sends what waits, and stops listening. */
  close(): Promise<void>;
}

/**
 * Sends live events to the API processes through Redis: only those that some live client wants to see, many together.
 * When Redis is away they are dropped: the truth is in the database.
 */
export function openLivePublisher(config: LiveBusConfig, deps: LivePublisherDeps): LivePublisher {
  return new Publisher(config, deps);
}

class Publisher implements LivePublisher {
  readonly #config: LiveBusConfig;
  readonly #deps: LivePublisherDeps;
  readonly #interest: InterestTable;
  readonly #dropped: Counter<'cause'>;
  readonly #expiry: NodeJS.Timeout;
  #outbox: LiveEvent[] = [];
  #readings = 0;
  #flushTimer: NodeJS.Timeout | null = null;
  #sending: Promise<void> = Promise.resolve();
  #isSending = false;
  readonly #stopListening: () => Promise<void>;
  #onInterest: (interest: LiveInterest) => void = () => undefined;

  constructor(config: LiveBusConfig, deps: LivePublisherDeps) {
    this.#config = config;
    this.#deps = deps;
    this.#interest = new InterestTable(3 * config.announceMs, deps.clock, () => this.#onInterest(this.#interest.all));
    this.#dropped = new Counter({
      name: 'hawser_live_events_dropped_total',
      help: 'Live events that were not sent to the API processes, by cause',
      labelNames: ['cause'],
      registers: [deps.metrics],
    });
    this.#expiry = setInterval(() => this.#interest.forgetSilent(), config.announceMs);
    this.#expiry.unref();
    const { interest } = channelsOf(config.tenantId);
    const ask = (): void =>
      void deps.publisher.publish(interest, JSON.stringify({ type: 'ask' })).catch(() => undefined);
    this.#stopListening = listen(deps.subscriber, interest, (text) => this.#hear(text), ask);
  }

  onInterest(listener: (interest: LiveInterest) => void): void {
    this.#onInterest = listener;
    listener(this.#interest.all);
  }

  wants(account: AccountId, agent: AgentId): boolean {
    return this.#interest.wantsReadings(account, agent);
  }

  publish(event: LiveEvent): void {
    if (!this.#interest.watches(event.account)) return;
    if (event.type === 'readings' && !this.#makeRoom(event.readings.length)) return;
    this.#outbox.push(event);
    this.#flushTimer ??= setTimeout(() => this.#flush(), this.#config.flushMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#expiry);
    await this.#stopListening();
    this.#flush();
    await this.#sending;
  }

  #makeRoom(readings: number): boolean {
    if (this.#readings + readings > this.#config.maxReadings) {
      this.#dropped.inc({ cause: 'too-many' });
      return false;
    }
    this.#readings += readings;
    return true;
  }

  #hear(text: string): void {
    const message = parseInterestMessage(text);
    if (message?.type === 'interest') this.#interest.set(message.api, message);
    if (message?.type === 'gone') this.#interest.remove(message.api);
  }

  /** One message is under way at a time; what comes meanwhile waits in the outbox, which is bounded. */
  #flush(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    if (this.#outbox.length === 0) return;
    if (this.#isSending) {
      this.#flushTimer = setTimeout(() => this.#flush(), this.#config.flushMs);
      return;
    }
    const events = this.#outbox;
    this.#outbox = [];
    this.#readings = 0;
    this.#isSending = true;
    this.#sending = this.#send(events).finally(() => {
      this.#isSending = false;
    });
  }

  async #send(events: readonly LiveEvent[]): Promise<void> {
    const { publisher, log } = this.#deps;
    try {
      await publisher.publish(channelsOf(this.#config.tenantId).events, JSON.stringify(events));
    } catch (error) {
      this.#dropped.inc({ cause: 'redis' }, events.length);
      log.debug({ err: error }, 'Live events could not be sent');
    }
  }
}
