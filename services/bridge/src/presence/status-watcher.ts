import type { LiveSink } from '@hawser/contracts/streams';
import type { AgentId, Clock } from '@hawser/core';
import type { AgentStatus, StatusRepository } from '@hawser/storage';
import type { IPublishPacket } from 'mqtt-packet';
import type { PresenceStore } from '../deps.ts';
import type { Owner } from '../intake/owner.ts';
import type { OwnerDirectory } from '../intake/owner-directory.ts';
import { readTopic } from '../intake/read-topic.ts';

const CHUNK = 500;

export interface StatusWatcherConfig {
  readonly broker: string;
  readonly leaseMs: number;
}

export interface StatusWatcherDeps {
  readonly directory: OwnerDirectory;
  readonly statuses: StatusRepository;
  readonly presence: PresenceStore;
  readonly live: LiveSink;
  readonly clock: Clock;
}

/**
 * Follows who is online behind a foreign broker, from the retained `status` topics: the broker tells all of them at
 * each new subscription, and then what changes, wills included. Every bridge follows all of them, on a connection of
 * its own, because a shared subscription gets no retained messages; in the database only news changes anything.
 */
export class StatusWatcher {
  readonly #config: StatusWatcherConfig;
  readonly #deps: StatusWatcherDeps;
  #heard = new Map<AgentId, AgentStatus>();

  constructor(config: StatusWatcherConfig, deps: StatusWatcherDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  hear({ topic, payload }: IPublishPacket): void {
    const { account, agent, isOnline } = readTopic(topic);
    const online = isOnline?.(typeof payload === 'string' ? Buffer.from(payload) : payload) ?? null;
    if (online === null) return;
    const at = this.#deps.clock();
    // In the order of the messages: promises of one owner are kept in order, and a known owner is answered at once.
    void Promise.resolve(this.#deps.directory.find(account, agent)).then((owner) => this.#note(owner, online, at));
  }

  /** @throws Error when the database cannot be reached; what was heard is kept, the last word of each agent */
  async flush(): Promise<void> {
    const heard = [...this.#heard.values()];
    this.#heard = new Map();
    try {
      while (heard.length > 0) {
        await this.#write(heard.slice(0, CHUNK));
        heard.splice(0, CHUNK);
      }
    } catch (error) {
      for (const status of heard) if (!this.#heard.has(status.agent)) this.#heard.set(status.agent, status);
      throw error;
    }
  }

  /** To be called while the broker is connected: without it its agents count as offline when the lease is over. */
  async renewLease(): Promise<void> {
    const now = this.#deps.clock();
    await this.#deps.presence.renew(this.#config.broker, now + this.#config.leaseMs);
    await this.#deps.presence.expire(now);
  }

  #note(owner: Owner, online: boolean, at: number): void {
    if (owner.kind === 'agent') this.#heard.set(owner.agent.id, { agent: owner.agent.id, online, at });
  }

  async #write(statuses: readonly AgentStatus[]): Promise<void> {
    const { statuses: store, live, clock } = this.#deps;
    const { broker, leaseMs } = this.#config;
    const at = clock();
    for (const { account, agent, online } of await store.note(broker, statuses, at + leaseMs)) {
      live.publish({ type: 'presence', account, agent, online, at });
    }
  }
}
