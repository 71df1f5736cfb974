import type { AccountId, GivenLimits } from '@hawser/core';
import { newId } from '@hawser/core';
import type { TestAgent } from '@hawser/intake/testing';
import { type MosquittoBroker, startMosquitto, tempDir, waitFor } from '@hawser/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestLanes, startTestBridge, type TestBridge } from './testing/test-bridge.ts';

let broker: MosquittoBroker;
let lanesDir: string;
let bridges: TestBridge[] = [];
const clients: MqttClient[] = [];
let names = 0;
const NOTHING: GivenLimits = { bytes_per_day: 0 };

beforeAll(async () => {
  broker = await startMosquitto({ config: ['allow_anonymous true', 'max_queued_messages 0'] });
});
afterAll(() => broker.stop());
beforeEach(async () => {
  lanesDir = await tempDir('aside');
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await Promise.all(bridges.splice(0).map(({ role }) => role.stop()));
});

async function startBridge(
  bounds: { maxAsideBytesPerAccount?: number } = {},
  before?: TestBridge,
): Promise<TestBridge> {
  const bridge = startTestBridge(
    { url: broker.url, name: `limits-${names++}`, bounds: { connections: 1, sessionExpirySeconds: 0, ...bounds } },
    { openLanes: () => openTestLanes(lanesDir), ...(before === undefined ? {} : { policies: before.policies }) },
  );
  bridges.push(bridge);
  await bridge.up();
  return bridge;
}

async function addAccount(bridge: TestBridge, name: string, limits: GivenLimits = {}): Promise<TestAgent> {
  const agent = { ...bridge.addAgent('gateway-1', name), account: newId<AccountId>() };
  bridge.owners.agents.splice(-1, 1, agent);
  bridge.policies.set(agent.account, { limits });
  return agent;
}

async function connect(agent: TestAgent): Promise<MqttClient> {
  const client = await mqtt.connectAsync(broker.url, { clientId: agent.id, reconnectPeriod: 0 });
  clients.push(client);
  return client;
}

const closed = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()));
const topicOf = ({ accountName, name }: TestAgent) => `hawser/${accountName}/${name}/telemetry`;
const send = (client: MqttClient, agent: TestAgent, texts: readonly string[]) =>
  Promise.all(texts.map((text) => client.publishAsync(topicOf(agent), text, { qos: 1 })));
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, n) => String(from + n).padStart(4, '0'));
const queuedOf = (bridge: TestBridge, { account }: TestAgent) =>
  bridge.queue
    .envelopes()
    .filter((envelope) => envelope.account === account)
    .map(({ payload }) => Buffer.from(payload).toString());
const aside = (bridge: TestBridge) => bridge.metric('hawser_bridge_aside_messages');

describe('an account above its readings per second', () => {
  it('is slowed to them: its messages wait on the disk, and its neighbour passes', async () => {
    const bridge = await startBridge();
    const flooder = await addAccount(bridge, 'flooder', { readings_per_second: 100 });
    const neighbour = await addAccount(bridge, 'neighbour');
    const [flood, quiet] = [await connect(flooder), await connect(neighbour)];
    await send(flood, flooder, numbers(300));
    await send(quiet, neighbour, numbers(50));
    await waitFor(() => queuedOf(bridge, neighbour).length === 50);
    expect(queuedOf(bridge, flooder).length).toBeLessThan(300);
    await waitFor(async () => (await aside(bridge)) > 0);
    await waitFor(() => queuedOf(bridge, flooder).length === 300);
    expect(queuedOf(bridge, flooder)).toEqual(numbers(300));
    await waitFor(async () => (await aside(bridge)) === 0);
    expect(await bridge.metric('hawser_bridge_unacknowledged_messages')).toBe(0);
    await waitFor(() => bridge.ledger.received(flooder.id) === 300);
    await waitFor(() => bridge.crossings.noted.length > 0);
    expect(bridge.crossings.noted).toContainEqual({
      account: flooder.account,
      limit: 'readings_per_second',
      level: 'reached',
    });
    expect(bridge.live.events.filter(({ type }) => type === 'limit')).toHaveLength(bridge.crossings.noted.length);
  });
});

describe('an account above its bytes of the day', () => {
  it('waits until it may send more; what an earlier run set aside keeps its place', async () => {
    const first = await startBridge();
    const agent = await addAccount(first, 'acme', { bytes_per_day: 40 });
    const client = await connect(agent);
    await send(client, agent, numbers(20));
    await waitFor(async () => (await aside(first)) === 10);
    expect(queuedOf(first, agent)).toEqual(numbers(10));
    await first.role.stop();
    bridges = [];

    first.policies.set(agent.account, { limits: { bytes_per_day: 0 } });
    const second = await startBridge({}, first);
    second.owners.agents.push(agent);
    expect(await aside(second)).toBe(10);
    await send(client, agent, numbers(10, 20));
    await waitFor(async () => (await aside(second)) === 20);
    expect(queuedOf(second, agent)).toEqual([]);
    first.policies.set(agent.account, {});
    await waitFor(() => queuedOf(second, agent).length === 20);
    expect(queuedOf(second, agent)).toEqual(numbers(20, 10));
  });

  it('has its agents turned away when as much waits as may, and loses nothing', async () => {
    const bridge = await startBridge({ maxAsideBytesPerAccount: 2_000 });
    const agent = await addAccount(bridge, 'acme', { bytes_per_day: 4 });
    const neighbour = await addAccount(bridge, 'neighbour');
    const [client, quiet] = [await connect(agent), await connect(neighbour)];
    const acknowledged: string[] = [];
    for (const text of numbers(40)) {
      client.publish(topicOf(agent), text, { qos: 1 }, (error) =>
        error === undefined || error === null ? acknowledged.push(text) : undefined,
      );
    }
    await closed(client);
    client.end(true);
    expect([...bridge.held]).toEqual([agent.account]);
    await waitFor(async () => (await bridge.metric('hawser_bridge_turned_away_total')) === 1);
    await send(quiet, neighbour, numbers(5));
    await waitFor(() => queuedOf(bridge, neighbour).length === 5);
    bridge.policies.set(agent.account, {});
    await waitFor(() => acknowledged.every((text) => queuedOf(bridge, agent).includes(text)));
    // What it had no acknowledgement of, it sends again.
    const again = await connect(agent);
    await send(
      again,
      agent,
      numbers(40).filter((text) => !acknowledged.includes(text)),
    );
    await waitFor(() => new Set(queuedOf(bridge, agent)).size === 40);
    expect(queuedOf(bridge, agent).filter((text) => acknowledged.includes(text))).toEqual(acknowledged);
  });

  it('keeps the session that its agent has at the broker when it is turned away', async () => {
    const bridge = await startBridge({ maxAsideBytesPerAccount: 100 });
    const agent = await addAccount(bridge, 'acme', { bytes_per_day: 0 });
    const options = { clientId: agent.id, reconnectPeriod: 0, clean: false, protocolVersion: 4 } as const;
    const client = await mqtt.connectAsync(broker.url, options);
    clients.push(client);
    await client.subscribeAsync('hawser/acme/gateway-1/commands', { qos: 1 });
    for (const text of numbers(5)) client.publish(topicOf(agent), text, { qos: 1 });
    await closed(client);
    bridge.policies.set(agent.account, {});
    await waitFor(async () => (await aside(bridge)) === 0);
    const other = await connect(await addAccount(bridge, 'other'));
    await other.publishAsync('hawser/acme/gateway-1/commands', 'open', { qos: 1 });
    const heard: string[] = [];
    const again = mqtt.connect(broker.url, options);
    clients.push(again);
    again.on('message', (_topic, payload) => heard.push(payload.toString()));
    await waitFor(() => heard.length === 1);
    expect(heard).toEqual(['open']);
  });
});

describe('more accounts above their limits than there are lanes', () => {
  it('share them, which shows, and none is held back by itself', async () => {
    const bridge = startTestBridge(
      { url: broker.url, name: 'few-lanes', bounds: { connections: 1, sessionExpirySeconds: 0 } },
      { openLanes: () => openTestLanes(lanesDir, 2) },
    );
    bridges.push(bridge);
    await bridge.up();
    const agents = await Promise.all(['one', 'two', 'three'].map((name) => addAccount(bridge, name, NOTHING)));
    for (const agent of agents) await send(await connect(agent), agent, numbers(5));
    await waitFor(async () => (await aside(bridge)) === 15);
    expect(await bridge.metric('hawser_bridge_aside_accounts')).toBe(3);
    expect(await bridge.metric('hawser_bridge_aside_accounts_sharing')).toBe(2);
    for (const { account } of agents) bridge.policies.set(account, {});
    await waitFor(async () => (await bridge.metric('hawser_bridge_aside_accounts')) === 0);
    for (const agent of agents) expect(queuedOf(bridge, agent)).toEqual(numbers(5));
  });
});

describe('a lane that cannot be read', () => {
  it('keeps nobody from noting what the other lanes have moved on', async () => {
    const first = await startBridge();
    const [broken, sound] = [await addAccount(first, 'broken', NOTHING), await addAccount(first, 'sound', NOTHING)];
    for (const agent of [broken, sound]) await send(await connect(agent), agent, numbers(5));
    await waitFor(async () => (await aside(first)) === 10);
    await first.role.stop();
    bridges = [];
    for (const { account } of [broken, sound]) first.policies.set(account, {});

    let isBroken = true;
    const openLanes = async () => {
      const lanes = await openTestLanes(lanesDir);
      const read = lanes.read.bind(lanes);
      lanes.read = (lane) => (isBroken && lane === 0 ? Promise.reject(new Error('a bad sector')) : read(lane));
      return lanes;
    };
    const config = { url: broker.url, name: 'second', bounds: { connections: 1, sessionExpirySeconds: 0 } };
    const second = startTestBridge(config, { openLanes, policies: first.policies });
    bridges.push(second);
    await second.up();
    await waitFor(async () => (await aside(second)) === 5);
    expect(queuedOf(second, sound)).toEqual(numbers(5));
    expect(queuedOf(second, broken)).toEqual([]);
    isBroken = false;
    await waitFor(async () => (await aside(second)) === 0);
    expect(queuedOf(second, broken)).toEqual(numbers(5));
    expect(queuedOf(second, sound)).toEqual(numbers(5));
  });
});
