import { type EventEmitter, once } from 'node:events';
import { DEFAULT_LIMITS } from '@hawser/core';
import {
  MemoryCredentials,
  MemoryCrossings,
  MemoryDenials,
  MemoryLedger,
  MemoryLive,
  MemoryPolicies,
  MemoryQueue,
  MemoryUsage,
  makeAgent,
  type TestAgent,
} from '@hawser/intake/testing';
import { createMetrics, silentLogger } from '@hawser/platform';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { createBrokerRole } from '../broker-role.ts';
import type { BrokerConfig } from '../config.ts';
import type { BrokerDeps } from '../deps.ts';
import { MemoryPresence } from './memory-presence.ts';

/** Everything is quick, so that tests wait for what happens and not for the clock. */
const INTERVALS = { countMs: 10, presenceMs: 5, touchMs: 10, idleCatchUpMs: 20, accountsMs: 20, repeatLogMs: 1_000 };

export async function startTestBroker(config: Partial<BrokerConfig> = {}, overrides: Partial<BrokerDeps> = {}) {
  const queue = new MemoryQueue();
  const stores = {
    credentials: new MemoryCredentials(),
    denials: new MemoryDenials(),
    presence: new MemoryPresence(),
    intakeLedger: new MemoryLedger(),
    live: new MemoryLive(),
    policies: new MemoryPolicies(),
    crossings: new MemoryCrossings(),
    usage: new MemoryUsage(),
  };
  const metrics = createMetrics();
  const role = createBrokerRole(
    {
      host: '127.0.0.1',
      mqttPort: 0,
      wsPort: 0,
      brokerId: 'test',
      limits: DEFAULT_LIMITS,
      authCacheTtlMs: 300_000,
      denyCacheTtlMs: 5_000,
      leaseMs: 30_000,
      intervals: INTERVALS,
      ...config,
    },
    { appender: queue, reader: queue, ...stores, log: silentLogger(), metrics, clock: Date.now, ...overrides },
  );
  const ports = await role.start();
  const clients: MqttClient[] = [];

  /** Makes a client that does not try again by itself; it may fail to connect. */
  function client(agent: TestAgent, options: IClientOptions = {}, url = `mqtt://127.0.0.1:${ports.mqttPort}`) {
    const made = mqtt.connect(url, {
      clientId: agent.id,
      username: agent.username,
      password: agent.password,
      reconnectPeriod: 0,
      ...options,
    });
    // A connection that ends under a test shows in what the test awaits.
    made.on('error', () => undefined);
    clients.push(made);
    return made;
  }

  return {
    role,
    ...ports,
    queue,
    metrics,
    ...stores,
    client,
    addAgent(name: string, accountName?: string): TestAgent {
      const agent = makeAgent(name, accountName);
      stores.credentials.add(agent);
      return agent;
    },
    async connect(agent: TestAgent, options: IClientOptions = {}, url?: string): Promise<MqttClient> {
      const made = client(agent, options, url);
      await nextEvent(made, 'connect');
      return made;
    },
    /** CONNACK return code of a refused connection. */
    async refusal(agent: TestAgent, options: IClientOptions = {}): Promise<number> {
      const [error] = await nextEvent(client(agent, options), 'error').catch((reason: unknown) => [reason]);
      return (error as { code: number }).code;
    },
    async stop(): Promise<void> {
      for (const made of clients) made.end(true);
      await role.stop();
    },
  };
}

export type TestBroker = Awaited<ReturnType<typeof startTestBroker>>;

export const telemetryOf = (agent: TestAgent): string => `hawser/${agent.accountName}/${agent.name}/telemetry`;

/** What a client says next; rejects with its next error when that comes first. */
export function nextEvent(client: MqttClient, name: string): Promise<unknown[]> {
  // The types of its own events keep the client from being seen as the emitter that it is.
  return once(client as unknown as EventEmitter, name);
}

/** Resolves when a client's connection has ended, with or without an error. */
export function closed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}
