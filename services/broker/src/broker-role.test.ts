import { DEFAULT_LIMITS } from '@hawser/core';
import { waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, nextEvent, startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let broker: TestBroker;

beforeEach(async () => {
  broker = await startTestBroker();
});
afterEach(() => broker.stop());

describe('a publish', () => {
  it('is queued untouched, with who sent it and when', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    const payload = Buffer.from([0, 255, 1, 0xc3, 0x28]);
    const before = Date.now();
    await client.publishAsync(telemetryOf(agent), payload, { qos: 1 });
    const [envelope] = broker.queue.envelopes();
    expect(envelope).toMatchObject({
      account: agent.account,
      agent: agent.id,
      agentName: 'gateway-1',
      serviceInstance: 'default',
      dialect: 'native',
      kind: 'telemetry',
      topic: telemetryOf(agent),
      replayOf: null,
    });
    expect(Buffer.from(envelope!.payload)).toEqual(payload);
    expect(envelope!.receivedAt).toBeGreaterThanOrEqual(before);
  });

  it('is acknowledged only after it is durable', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.queue.isHolding = true;
    const acknowledged = client.publishAsync(telemetryOf(agent), '{}', { qos: 1 }).then(() => 'acknowledged');
    await waitFor(() => broker.queue.held.length === 1);
    // A later round trip has come back, so an acknowledgement would have come as well.
    const other = await broker.connect(broker.addAgent('gateway-2'));
    await other.subscribeAsync('hawser/acme/gateway-2/#');
    expect(client.getLastMessageId()).toBeGreaterThan(0);
    expect(await Promise.race([acknowledged, Promise.resolve('not yet')])).toBe('not yet');
    broker.queue.releaseAll();
    expect(await acknowledged).toBe('acknowledged');
  });

  it.each([0, 1, 2] as const)('at QoS %i is queued once', async (qos) => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await client.publishAsync(telemetryOf(agent), '1', { qos });
    await waitFor(() => broker.queue.envelopes().length === 1);
    await client.publishAsync(telemetryOf(agent), '2', { qos: 1 });
    expect(broker.queue.envelopes().map(({ payload }) => Buffer.from(payload).toString())).toEqual(['1', '2']);
  });

  it('keeps the order in which an agent sent', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    const numbers = Array.from({ length: 500 }, (_, index) => String(index));
    await Promise.all(numbers.map((number) => client.publishAsync(telemetryOf(agent), number, { qos: 1 })));
    expect(broker.queue.envelopes().map(({ payload }) => Buffer.from(payload).toString())).toEqual(numbers);
  });

  it('may name the agent by its id', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await client.publishAsync(`hawser/acme/${agent.id}/telemetry`, '{}', { qos: 1 });
    expect(broker.queue.envelopes()).toHaveLength(1);
  });

  it('to an own topic that no dialect knows is queued all the same', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await client.publishAsync('hawser/acme/gateway-1/no/such/topic', 'x', { qos: 1 });
    expect(broker.queue.envelopes()).toMatchObject([{ topic: 'hawser/acme/gateway-1/no/such/topic' }]);
  });

  it.each([
    'hawser/acme/gateway-2/telemetry',
    'hawser/other/gateway-1/telemetry',
    'hawser/acme/gateway-2/unknown',
    'hawser/acme/gateway-1',
    '$SYS/broker/load',
    'somewhere/else',
  ])('to %s closes the connection, is not queued, and is counted', async (topic) => {
    const client = await broker.connect(broker.addAgent('gateway-1'));
    client.publish(topic, 'x', { qos: 1 });
    await closed(client);
    expect(broker.queue.envelopes()).toEqual([]);
    expect(broker.role.stats().refused).toBe(1);
    expect(await broker.metrics.metrics()).toMatch(/hawser_broker_messages_total\{.*outcome="denied"\} 1/);
  });

  it('a little above the payload limit is queued, for ingestion to refuse', async () => {
    await broker.stop();
    broker = await startTestBroker({ limits: { ...DEFAULT_LIMITS, maxPayloadBytes: 100_000 } });
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await client.publishAsync(telemetryOf(agent), Buffer.alloc(150_000), { qos: 1 });
    expect(broker.queue.envelopes()[0]?.payload.byteLength).toBe(150_000);
  });

  it('far above the payload limit closes the connection and is counted', async () => {
    await broker.stop();
    broker = await startTestBroker({ limits: { ...DEFAULT_LIMITS, maxPayloadBytes: 100_000 } });
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    client.publish(telemetryOf(agent), Buffer.alloc(300_000), { qos: 1 });
    await closed(client);
    expect(broker.queue.envelopes()).toEqual([]);
    expect(await broker.metrics.metrics()).toContain('hawser_broker_refused_total{reason="packet-too-large"} 1');
  });

  it('that cannot be made durable closes the connection without an acknowledgement', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.queue.isHolding = true;
    let acknowledged = false;
    client.publish(telemetryOf(agent), 'x', { qos: 1 }, (error) => {
      acknowledged = error === undefined || error === null;
    });
    await waitFor(() => broker.queue.held.length === 1);
    broker.queue.failAll(new Error('ENOSPC: no space left on device'));
    await closed(client);
    expect(acknowledged).toBe(false);
    expect(await broker.metrics.metrics()).toMatch(/hawser_broker_messages_total\{.*outcome="failed"\} 1/);
  });
});

describe('a retained status', () => {
  it('is remembered for the agent itself, and a last will is queued', async () => {
    const agent = broker.addAgent('gateway-1');
    const topic = 'hawser/acme/gateway-1/status';
    const will = { topic, payload: Buffer.from('offline'), qos: 1 as const, retain: true };
    const client = await broker.connect(agent, { will });
    await client.publishAsync(topic, 'online', { qos: 1, retain: true });
    client.stream.destroy();
    await waitFor(() => broker.queue.envelopes().length === 2);
    expect(broker.queue.envelopes().map(({ kind }) => kind)).toEqual(['lifecycle', 'lifecycle']);
    const again = await broker.connect(agent);
    const message = nextEvent(again, 'message');
    await again.subscribeAsync('hawser/acme/gateway-1/#');
    const [from, payload] = await message;
    expect([from, String(payload)]).toEqual([topic, 'offline']);
  });

  it('is not echoed, and telemetry is neither forwarded nor retained', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    const topics: string[] = [];
    client.on('message', (topic) => topics.push(topic));
    await client.subscribeAsync('hawser/acme/gateway-1/#', { qos: 1 });
    await client.publishAsync(telemetryOf(agent), 'x', { qos: 1, retain: true });
    await client.subscribeAsync('hawser/acme/gateway-1/telemetry', { qos: 1 });
    await client.subscribeAsync('hawser/acme/gateway-1/+', { qos: 1 });
    expect(topics).toEqual([]);
  });
});

describe('a subscription', () => {
  it('is granted below the own topics only', async () => {
    const client = await broker.connect(broker.addAgent('gateway-1'));
    const granted = async (filter: string) => {
      const [grant] = await client.subscribeAsync(filter).catch((error: { granted?: unknown }) => [error]);
      return grant !== undefined && 'qos' in grant && grant.qos !== 128;
    };
    expect(await granted('hawser/acme/gateway-1/#')).toBe(true);
    for (const filter of ['#', '$SYS/#', 'hawser/acme/+/telemetry', 'hawser/acme/gateway-2/#', '+/+/gateway-1/#']) {
      expect(await granted(filter)).toBe(false);
    }
    expect(client.connected).toBe(true);
    expect(broker.role.stats().refused).toBe(5);
  });

  it('that was denied beside a granted one is not kept in the session either', async () => {
    const agent = broker.addAgent('gateway-1');
    const first = await broker.connect(agent, { clean: false });
    await first.subscribeAsync(['hawser/acme/gateway-1/#', '#'], { qos: 1 }).catch(() => undefined);
    await first.endAsync();
    const refusedBefore = broker.role.stats().refused;
    await broker.connect(agent, { clean: false });
    // Restoring a session asks for every filter in it again.
    expect(broker.role.stats().refused).toBe(refusedBefore);
  });

  it('is one of at most so many', async () => {
    await broker.stop();
    broker = await startTestBroker({ bounds: { maxSubscriptionsPerSession: 2 } });
    const client = await broker.connect(broker.addAgent('gateway-1'));
    await client.subscribeAsync(['hawser/acme/gateway-1/a', 'hawser/acme/gateway-1/b']);
    await expect(client.subscribeAsync('hawser/acme/gateway-1/c')).rejects.toThrow();
    await client.unsubscribeAsync('hawser/acme/gateway-1/a');
    await expect(client.subscribeAsync('hawser/acme/gateway-1/c')).resolves.toHaveLength(1);
  });
});
