import { type MosquittoBroker, startMosquitto, waitFor } from '@hawser/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY } from './intake/owner.ts';
import { ROOT_ACCOUNT } from './testing/memory-owners.ts';
import { startTestBridge, type TestBridge } from './testing/test-bridge.ts';

let broker: MosquittoBroker;
let publisher: MqttClient;
let bridges: TestBridge[] = [];
let names = 0;

beforeAll(async () => {
  broker = await startMosquitto();
  publisher = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
});
afterAll(async () => {
  await publisher.endAsync();
  await broker.stop();
});
afterEach(async () => {
  await Promise.all(bridges.map(({ role }) => role.stop()));
  bridges = [];
});

/** Each test's bridges have sessions of their own; the session of a bridge of an earlier test takes no share. */
async function startBridge(config: Partial<Parameters<typeof startTestBridge>[0]> = {}): Promise<TestBridge> {
  const bounds = { sessionExpirySeconds: 0, ...config.bounds };
  const bridge = startTestBridge({ url: broker.url, name: `bridge-${names++}`, ...config, bounds });
  bridges.push(bridge);
  await bridge.up();
  return bridge;
}

describe('a message', () => {
  it('is queued untouched, with whose it is and what its properties say', async () => {
    const bridge = await startBridge({ serviceInstance: 'east' });
    const agent = bridge.addAgent('gateway-1');
    const payload = Buffer.from([0, 255, 1, 0xc3, 0x28]);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const before = Date.now();
    await publisher.publishAsync('hawser/acme/gateway-1/telemetry', payload, {
      qos: 1,
      properties: { contentType: 'application/msgpack', userProperties: { traceparent } },
    });
    const [envelope] = await waitFor(() => bridge.queue.envelopes().length === 1 && bridge.queue.envelopes());
    expect(envelope).toMatchObject({
      account: agent.account,
      agent: agent.id,
      agentName: 'gateway-1',
      serviceInstance: 'east',
      dialect: 'native',
      kind: 'telemetry',
      topic: 'hawser/acme/gateway-1/telemetry',
      contentType: 'application/msgpack',
      traceparent,
      replayOf: null,
    });
    expect(Buffer.from(envelope!.payload)).toEqual(payload);
    expect(envelope!.receivedAt).toBeGreaterThanOrEqual(before);
  });

  it.each([0, 1, 2] as const)('at QoS %i is queued once, in the order of the agent', async (qos) => {
    const bridge = await startBridge({ bounds: { connections: 1 } });
    bridge.addAgent('gateway-1');
    const numbers = Array.from({ length: 50 }, (_, index) => String(index));
    for (const number of numbers) await publisher.publishAsync('hawser/acme/gateway-1/telemetry', number, { qos });
    await waitFor(() => bridge.payloads().length === 50);
    expect(bridge.payloads()).toEqual(numbers);
  });

  it('may name the agent by its id', async () => {
    const bridge = await startBridge();
    const agent = bridge.addAgent('gateway-1');
    await publisher.publishAsync(`hawser/acme/${agent.id}/telemetry`, 'x', { qos: 1 });
    await waitFor(() => bridge.queue.envelopes().length === 1);
    expect(bridge.queue.envelopes()).toMatchObject([{ agent: agent.id, agentName: 'gateway-1' }]);
  });

  it('of an agent that nobody knows is queued in its account, of nobody', async () => {
    const bridge = await startBridge();
    const agent = bridge.addAgent('gateway-1');
    await publisher.publishAsync('hawser/acme/gateway-2/telemetry', 'x', { qos: 1 });
    await waitFor(() => bridge.queue.envelopes().length === 1);
    expect(bridge.queue.envelopes()).toMatchObject([
      { account: agent.account, agent: NOBODY, agentName: 'gateway-2', topic: 'hawser/acme/gateway-2/telemetry' },
    ]);
    expect(bridge.payloads()).toEqual(['x']);
  });

  it('of an account that nobody knows is queued for the root account', async () => {
    const bridge = await startBridge();
    await publisher.publishAsync('hawser/elsewhere/gateway-2/telemetry', 'x', { qos: 1 });
    await waitFor(() => bridge.queue.envelopes().length === 1);
    expect(bridge.queue.envelopes()).toMatchObject([{ account: ROOT_ACCOUNT, agent: NOBODY, agentName: 'gateway-2' }]);
  });

  it.each(['hawser/acme/gateway-1/telemetri', 'hawser/acme/gateway-1/no/such/topic'])(
    'to %s, which no dialect knows, is queued as what no dialect decodes',
    async (topic) => {
      const bridge = await startBridge();
      const agent = bridge.addAgent('gateway-1');
      await publisher.publishAsync(topic, '{"temp": 1}', { qos: 1 });
      await waitFor(() => bridge.queue.envelopes().length === 1);
      expect(bridge.queue.envelopes()).toMatchObject([{ agent: agent.id, dialect: 'unknown', topic }]);
    },
  );

  it('with a topic longer than any real one is queued with the topic cut', async () => {
    const bridge = await startBridge();
    const agent = bridge.addAgent('gateway-1');
    const topic = `hawser/acme/gateway-1/${'x'.repeat(65_000)}`;
    await publisher.publishAsync(topic, 'x', { qos: 1 });
    await waitFor(() => bridge.queue.envelopes().length === 1);
    expect(bridge.queue.envelopes()).toMatchObject([{ agent: agent.id, topic: topic.slice(0, 4_096) }]);
  });

  it('with a traceparent that is none is queued without it', async () => {
    const bridge = await startBridge();
    bridge.addAgent('gateway-1');
    const properties = { userProperties: { traceparent: '00-nonsense-01' } };
    await publisher.publishAsync('hawser/acme/gateway-1/telemetry', 'x', { qos: 1, properties });
    await waitFor(() => bridge.queue.envelopes().length === 1);
    expect(bridge.queue.envelopes()).toMatchObject([{ traceparent: null }]);
  });

  it('is counted in the ledger, and live subscribers are told', async () => {
    const bridge = await startBridge();
    const agent = bridge.addAgent('gateway-1');
    for (let n = 0; n < 20; n++) await publisher.publishAsync('hawser/acme/gateway-1/telemetry', 'x', { qos: 1 });
    await waitFor(() => bridge.ledger.received(agent.id) === 20);
    const told = bridge.live.events.map((event) => (event.type === 'received' ? event.messages : 0));
    expect(told.reduce((sum, messages) => sum + messages, 0)).toBe(20);
    expect(bridge.role.stats()).toMatchObject({ received: 20, inFlight: 0 });
  });
});

describe('presence', () => {
  it('comes from status topics: retained ones at the start, then what changes, wills included', async () => {
    await publisher.publishAsync('hawser/acme/gateway-1/status', 'online', { qos: 1, retain: true });
    const bridge = startTestBridge({ url: broker.url, name: `bridge-${names++}`, bounds: { sessionExpirySeconds: 0 } });
    bridges.push(bridge);
    const [one, two] = [bridge.addAgent('gateway-1'), bridge.addAgent('gateway-2')];
    await bridge.up();
    await waitFor(() => bridge.statuses.some(({ agent, online }) => agent === one.id && online));
    const dying = await mqtt.connectAsync(broker.url, {
      will: { topic: 'hawser/acme/gateway-2/status', payload: Buffer.from('offline'), qos: 1, retain: true },
      reconnectPeriod: 0,
    });
    await dying.publishAsync('hawser/acme/gateway-2/status', 'online', { qos: 1, retain: true });
    await waitFor(() => bridge.statuses.some(({ agent, online }) => agent === two.id && online));
    dying.stream.destroy();
    await waitFor(() => bridge.statuses.some(({ agent, online }) => agent === two.id && !online));
    expect(bridge.queue.envelopes()).toEqual([]);
    await publisher.publishAsync('hawser/acme/gateway-1/status', '', { qos: 1, retain: true });
    await publisher.publishAsync('hawser/acme/gateway-2/status', '', { qos: 1, retain: true });
  });

  it('a status that says neither is queued like what is not understood', async () => {
    const bridge = await startBridge();
    bridge.addAgent('gateway-1');
    await publisher.publishAsync('hawser/acme/gateway-1/status', 'asleep', { qos: 1 });
    await waitFor(() => bridge.queue.envelopes().length === 1);
    expect(bridge.queue.envelopes()).toMatchObject([{ kind: 'lifecycle' }]);
    expect(bridge.statuses).toEqual([]);
  });

  it('the lease of the broker is renewed while it is connected', async () => {
    const bridge = await startBridge({ leaseMs: 60 });
    await waitFor(() => bridge.renewals.length >= 2);
    expect(new Set(bridge.renewals)).toEqual(new Set(['mosquitto']));
  });
});

describe('back-pressure', () => {
  it('what is not durable is not acknowledged, and the broker sends no more than the receive maximum', async () => {
    const bridge = await startBridge({ bounds: { connections: 1, receiveMaximum: 10 } });
    bridge.addAgent('gateway-1');
    bridge.queue.isHolding = true;
    for (let n = 0; n < 50; n++) await publisher.publishAsync('hawser/acme/gateway-1/telemetry', String(n), { qos: 1 });
    await waitFor(() => bridge.queue.held.length === 10);
    expect(await bridge.metric('hawser_bridge_unacknowledged_messages')).toBe(10);
    expect(bridge.role.stats().inFlight).toBe(10);
    bridge.queue.releaseAll();
    await waitFor(() => bridge.payloads().length === 50);
    expect(bridge.payloads()).toEqual(Array.from({ length: 50 }, (_, n) => String(n)));
    await waitFor(async () => (await bridge.metric('hawser_bridge_unacknowledged_messages')) === 0);
  });

  it('above the bytes it may hold nothing is read from the network', async () => {
    const bridge = await startBridge({ bounds: { connections: 2, maxBytesInFlight: 100_000 } });
    bridge.addAgent('gateway-1');
    bridge.queue.isHolding = true;
    const payload = Buffer.alloc(60_000, 1);
    for (let n = 0; n < 20; n++) await publisher.publishAsync('hawser/acme/gateway-1/telemetry', payload, { qos: 1 });
    await waitFor(async () => (await bridge.metric('hawser_bridge_held_back_total')) === 1);
    expect(bridge.role.stats().inFlight).toBeLessThan(10);
    bridge.queue.releaseAll();
    await waitFor(() => bridge.queue.envelopes().length === 20);
  });

  it('an append that fails is tried again, and its message acknowledged only then', async () => {
    const bridge = await startBridge();
    bridge.addAgent('gateway-1');
    bridge.queue.isHolding = true;
    await publisher.publishAsync('hawser/acme/gateway-1/telemetry', 'x', { qos: 1 });
    await waitFor(() => bridge.queue.held.length === 1);
    bridge.queue.failAll(new Error('disk full'));
    await waitFor(() => !bridge.role.readiness().queue);
    expect(await bridge.metric('hawser_bridge_unacknowledged_messages')).toBe(1);
    await waitFor(() => bridge.queue.held.length === 1);
    bridge.queue.releaseAll();
    await waitFor(() => bridge.role.readiness().queue);
    expect(bridge.payloads()).toEqual(['x']);
  });
});
