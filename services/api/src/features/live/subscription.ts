import type { LiveReadingMessage, LiveServerMessage } from '@hawser/contracts/http';
import type { LiveReading } from '@hawser/contracts/streams';
import type { AccountId, AgentId, LimitName } from '@hawser/core';
import type { LiveLimits } from '../../config.ts';
import { ReadingBuffer } from './reading-buffer.ts';

/** What a subscription is interested in, with names resolved to ids. */
export interface Interest {
  readonly account: AccountId;
  /** The client may know of all agents of the account, and so of what they do together. */
  readonly isWhole: boolean;
  /** Every reading of these agents; `all` is every agent of the account. */
  readonly agents: 'all' | ReadonlySet<AgentId>;
  /** Single series of further agents, as `device NUL metric`. */
  readonly series: ReadonlyMap<AgentId, ReadonlySet<string>>;
}

/** The key of a series within its agent. */
export function seriesKey(device: string, metric: string): string {
  return `${device}\0${metric}`;
}

/** Where a subscription's messages go. */
export interface LiveChannel {
  /** Bytes that the client has not taken yet. */
  readonly waitingBytes: number;
  send(message: LiveServerMessage): void;
}

export interface PresenceChange {
  readonly agent: string;
  readonly agent_id: AgentId;
  readonly online: boolean;
  readonly at: number;
}

export interface Rates {
  readonly agents_online: number;
  readonly messages_received: number;
  readonly messages_rejected: number;
  readonly readings_stored: number;
}

/** The account came near a limit, or reached it. */
export interface LimitNews {
  readonly limit: LimitName;
  readonly level: 'near' | 'reached';
  readonly at: number;
}

/** One subscription of one client: filters, gathers and sends what it is interested in. */
export class Subscription {
  readonly id: string;
  readonly interest: Interest;
  readonly #channel: LiveChannel;
  readonly #limits: LiveLimits;
  readonly #readings: ReadingBuffer;
  /** The last change of each agent; bounded by the number of agents it is subscribed to and by the limit below. */
  readonly #presence = new Map<AgentId, PresenceChange>();

  constructor(id: string, interest: Interest, channel: LiveChannel, limits: LiveLimits) {
    this.id = id;
    this.interest = interest;
    this.#channel = channel;
    this.#limits = limits;
    this.#readings = new ReadingBuffer(limits);
  }

  /** Tells whether anything of this agent's readings is wanted. */
  wants(agent: AgentId): boolean {
    const { agents, series } = this.interest;
    return agents === 'all' || agents.has(agent) || series.has(agent);
  }

  addReadings(agentName: string, agent: AgentId, readings: readonly LiveReading[]): void {
    const { agents, series } = this.interest;
    const only = agents === 'all' || agents.has(agent) ? null : series.get(agent);
    if (only === undefined) return;
    for (const reading of readings) {
      if (only?.has(seriesKey(reading.device, reading.metric)) === false) continue;
      this.#readings.add(toMessage(agentName, agent, reading));
    }
  }

  addPresence(change: PresenceChange): void {
    if (!this.#presence.has(change.agent_id) && this.#presence.size >= this.#limits.maxCoalescedSeries) return;
    this.#presence.set(change.agent_id, change);
  }

  /** Sends the rates of the account, unless the client is behind: the next ones are as good. */
  sendRates(rates: Rates): void {
    if (this.interest.isWhole && !this.#isSlow) this.#channel.send({ type: 'rates', id: this.id, ...rates });
  }

  /** Tells of a limit of the account. It is told once, so a client that is behind is told as well. */
  sendLimit(news: LimitNews): void {
    if (this.interest.isWhole) this.#channel.send({ type: 'limit', id: this.id, ...news });
  }

  /**
   * Sends what has been gathered, unless the client is behind; then it goes on gathering.
   *
   * @returns number of readings that had to be dropped
   */
  flush(): number {
    if (this.#isSlow) return 0;
    for (const change of this.#presence.values()) this.#channel.send({ type: 'presence', id: this.id, ...change });
    this.#presence.clear();
    if (this.#readings.isEmpty) return 0;
    const { readings, coalesced, dropped } = this.#readings.take();
    this.#channel.send({ type: 'readings', id: this.id, readings, ...(coalesced ? { coalesced: true } : {}) });
    return dropped;
  }

  get #isSlow(): boolean {
    return this.#channel.waitingBytes > this.#limits.slowAboveBytes;
  }
}

function toMessage(agentName: string, agent: AgentId, reading: LiveReading): LiveReadingMessage {
  const { device, metric, unit, time, value } = reading;
  return { agent: agentName, agent_id: agent, device, metric, unit, time, value };
}
