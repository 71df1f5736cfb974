import type { LiveEvent } from '@hawser/contracts/streams';
import { type AccountId, type AgentId, systemClock } from '@hawser/core';
import { createLogger, createMetrics } from '@hawser/platform';
import { freePort, type RedisServer, startRedis, waitFor } from '@hawser/testkit';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelsOf, LIVE_BUS_DEFAULTS } from './bus.ts';
import type { LiveInterest } from './interest.ts';
import { type LiveListener, openLiveListener } from './live-listener.ts';
import { type LivePublisher, openLivePublisher } from './live-publisher.ts';

const config = { ...LIVE_BUS_DEFAULTS, tenantId: 'tenant-1', flushMs: 5, maxReadings: 10 };
const log = createLogger({ level: 'silent' }, process.stderr);
const ACCOUNT = 'account-1' as AccountId;
const OTHER = 'account-2' as AccountId;
const AGENT = 'agent-1' as AgentId;

/** Stands for the API's hub: wants what it is told to want, and keeps what it hears. */
class Audience {
  readonly heard: LiveEvent[] = [];
  #interest: LiveInterest = { watched: [], accounts: [], agents: [] };
  readonly #listeners = new Set<() => void>();

  publish(event: LiveEvent): void {
    this.heard.push(event);
  }

  interest(): LiveInterest {
    return this.#interest;
  }

  onInterestChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  want(interest: LiveInterest): void {
    this.#interest = interest;
    for (const listener of this.#listeners) listener();
  }
}

let server: RedisServer;
let clients: Redis[] = [];
let audience: Audience;
let listener: LiveListener;
let publisher: LivePublisher;

function client(): Redis {
  const redis = new Redis(server.url);
  clients.push(redis);
  return redis;
}

const openPublisher = () =>
  openLivePublisher(config, {
    publisher: client(),
    subscriber: client(),
    clock: systemClock,
    log,
    metrics: createMetrics(),
  });
const openListener = (to: Audience) =>
  openLiveListener(config, { publisher: client(), subscriber: client(), audience: to, log });

const reading = (value: number) => ({ device: 'd', metric: 'm', unit: null, time: value, value });
const readings = (agent: AgentId, values: readonly number[]): LiveEvent => ({
  type: 'readings',
  account: ACCOUNT,
  agent,
  readings: values.map(reading),
});

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  audience = new Audience();
  listener = await openListener(audience);
  publisher = await openPublisher();
});
afterEach(async () => {
  await publisher.close();
  await listener.close();
  for (const redis of clients) redis.disconnect();
  clients = [];
});

describe('the live bus', () => {
  it('carries what somebody wants to see, and nothing else', async () => {
    audience.want({ watched: [ACCOUNT], accounts: [], agents: [AGENT] });
    await waitFor(() => publisher.wants(ACCOUNT, AGENT));
    expect(publisher.wants(ACCOUNT, 'agent-2' as AgentId)).toBe(false);
    publisher.publish({ type: 'received', account: OTHER, agent: AGENT, messages: 1 });
    publisher.publish(readings(AGENT, [1, 2]));
    publisher.publish({ type: 'received', account: ACCOUNT, agent: AGENT, messages: 3 });
    await waitFor(() => audience.heard.length >= 2);
    expect(audience.heard).toEqual([
      readings(AGENT, [1, 2]),
      { type: 'received', account: ACCOUNT, agent: AGENT, messages: 3 },
    ]);
  });

  it('tells a process that starts later what is wanted already', async () => {
    audience.want({ watched: [ACCOUNT], accounts: [ACCOUNT], agents: [] });
    const later = await openPublisher();
    await waitFor(() => later.wants(ACCOUNT, AGENT));
    await later.close();
  });

  it('adds up the wishes of several API processes, and drops those of one that ends', async () => {
    const second = new Audience();
    const secondListener = await openListener(second);
    second.want({ watched: [OTHER], accounts: [OTHER], agents: [] });
    audience.want({ watched: [ACCOUNT], accounts: [ACCOUNT], agents: [] });
    await waitFor(() => publisher.wants(ACCOUNT, AGENT) && publisher.wants(OTHER, AGENT));
    await secondListener.close();
    await waitFor(() => !publisher.wants(OTHER, AGENT));
    expect(publisher.wants(ACCOUNT, AGENT)).toBe(true);
  });

  it('drops readings above its bound rather than keeping them', async () => {
    audience.want({ watched: [ACCOUNT], accounts: [ACCOUNT], agents: [] });
    await waitFor(() => publisher.wants(ACCOUNT, AGENT));
    publisher.publish(readings(AGENT, [1, 2, 3, 4, 5, 6, 7, 8]));
    publisher.publish(readings(AGENT, [9, 10, 11]));
    publisher.publish({ type: 'received', account: ACCOUNT, agent: AGENT, messages: 1 });
    await waitFor(() => audience.heard.some(({ type }) => type === 'received'));
    expect(audience.heard.map(({ type }) => type)).toEqual(['readings', 'received']);
  });

  it('says when what is wanted changes', async () => {
    const heard: LiveInterest[] = [];
    publisher.onInterest((interest) => heard.push(interest));
    audience.want({ watched: [ACCOUNT], accounts: [], agents: [AGENT] });
    await waitFor(() => heard.at(-1)?.agents.includes(AGENT));
    expect(heard[0]).toEqual({ watched: [], accounts: [], agents: [] });
  });

  it('works as soon as Redis is there', async () => {
    const port = await freePort();
    const late = () => {
      const redis = new Redis({ port, enableOfflineQueue: false, retryStrategy: () => 20 });
      redis.on('error', () => undefined);
      clients.push(redis);
      return redis;
    };
    const lateAudience = new Audience();
    const deps = { clock: systemClock, log, metrics: createMetrics() };
    const latePublisher = openLivePublisher(config, { publisher: late(), subscriber: late(), ...deps });
    const lateListener = openLiveListener(config, {
      publisher: late(),
      subscriber: late(),
      audience: lateAudience,
      log,
    });
    lateAudience.want({ watched: [ACCOUNT], accounts: [ACCOUNT], agents: [] });
    const lateServer = await startRedis({ port });
    await waitFor(() => latePublisher.wants(ACCOUNT, AGENT));
    await latePublisher.close();
    await lateListener.close();
    await lateServer.stop();
  });

  it('passes over messages that are not its own', async () => {
    audience.want({ watched: [ACCOUNT], accounts: [ACCOUNT], agents: [] });
    await waitFor(() => publisher.wants(ACCOUNT, AGENT));
    const stranger = client();
    const { events, interest } = channelsOf(config.tenantId);
    for (const text of ['', 'null', '7', '[null]', '[{"type":"x"}]', '{"type":"interest","api":"a","watched":[1]}']) {
      await stranger.publish(events, text);
      await stranger.publish(interest, text);
    }
    publisher.publish({ type: 'received', account: ACCOUNT, agent: AGENT, messages: 1 });
    await waitFor(() => audience.heard.length > 0);
    expect(audience.heard).toHaveLength(1);
    expect(publisher.wants(ACCOUNT, AGENT)).toBe(true);
  });
});
