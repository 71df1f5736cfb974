import type { LiveEvent, LiveSink } from '@hawser/contracts/streams';
import type { AccountId, AgentId, Clock } from '@hawser/core';
import { Counter, Gauge, type Logger, type Metrics } from '@hawser/platform';
import type { AgentRepository } from '@hawser/storage';
import type { LiveLimits } from '../../config.ts';
import { AccountMeter } from './account-meter.ts';
import { type AgentNames, createAgentNames } from './agent-names.ts';
import { createOnlineCounts, type OnlineCounts } from './online-counts.ts';
import type { Subscription } from './subscription.ts';

const RATES_INTERVAL_MS = 1_000;

/** What anybody is subscribed to now, for whoever decides elsewhere which events are worth sending. */
export interface LiveInterest {
  /** Accounts that anybody looks at. */
  readonly watched: readonly AccountId[];
  /** Accounts whose readings are wanted of every agent. */
  readonly accounts: readonly AccountId[];
  readonly agents: readonly AgentId[];
}

/** Takes events from the other roles and hands them to the subscriptions. */
export interface LiveHub extends LiveSink {
  add(subscription: Subscription): void;
  remove(subscription: Subscription): void;
  readonly names: AgentNames;
  interest(): LiveInterest;
  /** Calls back when the interest may have changed; returns how to stop that. */
  onInterestChange(listener: () => void): () => void;
  /** Stops the timers; subscriptions get nothing more. */
  close(): void;
}

export interface LiveHubDeps {
  readonly agents: Pick<AgentRepository, 'byId' | 'countOnline'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

interface WatchedAccount {
  readonly subscriptions: Set<Subscription>;
  readonly meter: AccountMeter;
}

export function createLiveHub(limits: LiveLimits, deps: LiveHubDeps): LiveHub {
  return new Hub(limits, deps);
}

class Hub implements LiveHub {
  readonly names: AgentNames;
  readonly #online: OnlineCounts;
  readonly #accounts = new Map<AccountId, WatchedAccount>();
  readonly #listeners = new Set<() => void>();
  readonly #limits: LiveLimits;
  readonly #clock: Clock;
  readonly #dropped: Counter;
  #flushTimer: NodeJS.Timeout | null = null;
  #ratesTimer: NodeJS.Timeout | null = null;
  #ratesAt = 0;

  constructor(limits: LiveLimits, { agents, clock, log, metrics }: LiveHubDeps) {
    const onError = (error: unknown): void => log.warn({ err: error }, 'the live hub could not ask the database');
    this.#limits = limits;
    this.#clock = clock;
    this.names = createAgentNames(agents, clock, onError);
    this.#online = createOnlineCounts(agents, clock, onError);
    const registers = [metrics];
    this.#dropped = new Counter({
      name: 'hawser_live_readings_dropped_total',
      help: 'Readings that a slow live client was not told of, beyond coalescing.',
      registers,
    });
    const count = (): number => this.#count();
    new Gauge({
      name: 'hawser_live_subscriptions',
      help: 'Subscriptions of live clients.',
      registers,
      collect() {
        this.set(count());
      },
    });
  }

  add(subscription: Subscription): void {
    const { account } = subscription.interest;
    const watched = this.#accounts.get(account) ?? { subscriptions: new Set(), meter: new AccountMeter() };
    watched.subscriptions.add(subscription);
    this.#accounts.set(account, watched);
    // Asked for already now, so that the first rates know it.
    this.#online.current(account);
    this.#startRates();
    this.#tellInterest();
  }

  remove(subscription: Subscription): void {
    const { account } = subscription.interest;
    const watched = this.#accounts.get(account);
    if (watched === undefined || !watched.subscriptions.delete(subscription)) return;
    if (watched.subscriptions.size === 0) {
      this.#accounts.delete(account);
      this.#online.forget(account);
    }
    if (this.#accounts.size === 0) this.#stopTimers();
    this.#tellInterest();
  }

  wants(account: AccountId, agent: AgentId): boolean {
    for (const subscription of this.#accounts.get(account)?.subscriptions ?? []) {
      if (subscription.wants(agent)) return true;
    }
    return false;
  }

  publish(event: LiveEvent): void {
    const watched = this.#accounts.get(event.account);
    if (watched === undefined) return;
    if (event.type === 'readings') this.#publishReadings(watched, event);
    else if (event.type === 'presence') this.#publishPresence(watched, event);
    else if (event.type === 'limit') publishLimit(watched, event);
    else watched.meter.count(event);
  }

  interest(): LiveInterest {
    const accounts = new Set<AccountId>();
    const agents = new Set<AgentId>();
    for (const [account, { subscriptions }] of this.#accounts) {
      for (const { interest } of subscriptions) {
        if (interest.agents === 'all') accounts.add(account);
        else for (const agent of interest.agents) agents.add(agent);
        for (const agent of interest.series.keys()) agents.add(agent);
      }
    }
    return { watched: [...this.#accounts.keys()], accounts: [...accounts], agents: [...agents] };
  }

  onInterestChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stopTimers();
    this.#accounts.clear();
  }

  #publishReadings(watched: WatchedAccount, event: LiveEvent & { type: 'readings' }): void {
    const { agent, readings } = event;
    const wanting = [...watched.subscriptions].filter((subscription) => subscription.wants(agent));
    if (wanting.length === 0) return;
    this.names.withName(agent, (name) => {
      for (const subscription of wanting) subscription.addReadings(name, agent, readings);
      this.#flushSoon();
    });
  }

  #publishPresence(watched: WatchedAccount, event: LiveEvent & { type: 'presence' }): void {
    this.#online.invalidate(event.account);
    this.names.withName(event.agent, (name) => {
      const change = { agent: name, agent_id: event.agent, online: event.online, at: event.at };
      for (const subscription of watched.subscriptions) {
        if (subscription.wants(event.agent)) subscription.addPresence(change);
      }
      this.#flushSoon();
    });
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => {
      this.#flushTimer = null;
      this.#flush();
    }, this.#limits.flushIntervalMs);
  }

  #flush(): void {
    for (const { subscriptions } of this.#accounts.values()) {
      for (const subscription of subscriptions) this.#dropped.inc(subscription.flush());
    }
  }

  #startRates(): void {
    if (this.#ratesTimer !== null) return;
    this.#ratesAt = this.#clock();
    this.#ratesTimer = setInterval(() => this.#sendRates(), RATES_INTERVAL_MS);
    this.#ratesTimer.unref();
  }

  /** Also gives clients that were slow at the last flush another chance. */
  #sendRates(): void {
    const now = this.#clock();
    const elapsed = now - this.#ratesAt;
    this.#ratesAt = now;
    for (const [account, { subscriptions, meter }] of this.#accounts) {
      const rates = { agents_online: this.#online.current(account), ...meter.take(elapsed) };
      for (const subscription of subscriptions) subscription.sendRates(rates);
    }
    this.#flush();
  }

  #stopTimers(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    if (this.#ratesTimer !== null) clearInterval(this.#ratesTimer);
    this.#flushTimer = null;
    this.#ratesTimer = null;
  }

  #tellInterest(): void {
    for (const listener of this.#listeners) listener();
  }

  #count(): number {
    let count = 0;
    for (const { subscriptions } of this.#accounts.values()) count += subscriptions.size;
    return count;
  }
}

function publishLimit({ subscriptions }: WatchedAccount, { limit, level, at }: LiveEvent & { type: 'limit' }): void {
  for (const subscription of subscriptions) subscription.sendLimit({ limit, level, at });
}
