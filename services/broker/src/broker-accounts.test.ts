import { type AccountId, newId } from '@hawser/core';
import type { TestAgent } from '@hawser/intake/testing';
import { waitFor } from '@hawser/testkit';
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let broker: TestBroker;
let agent: TestAgent;
let client: MqttClient;

beforeEach(async () => {
  broker = await startTestBroker({ bounds: { quotaHoldMs: 0 } });
  agent = broker.addAgent('gateway-1');
  client = await broker.connect(agent);
});
afterEach(() => broker.stop());

const publish = () => client.publishAsync(telemetryOf(agent), 'x', { qos: 1 });
const level = async (name: string) => (await broker.metrics.getSingleMetric(name)?.get())?.values[0]?.value;

describe('an account', () => {
  it('above its readings per second is slowed: everything is acknowledged, and nothing lost', async () => {
    broker.policies.set(agent.account, { limits: { readings_per_second: 20 } });
    const published = Promise.all(Array.from({ length: 25 }, publish));
    await waitFor(async () => ((await level('hawser_broker_throttled_messages')) ?? 0) > 0);
    await published;
    expect(broker.queue.envelopes()).toHaveLength(25);
    expect(await level('hawser_broker_throttled_messages')).toBe(0);
  });

  it('above its bytes of the day is not acknowledged: its connection ends, and can be made again', async () => {
    await publish();
    broker.policies.set(agent.account, { limits: { bytes_per_day: 1 } });
    await publish();
    const ended = closed(client);
    client.publish(telemetryOf(agent), 'x', { qos: 1 });
    await ended;
    expect(await broker.metrics.metrics()).toMatch(/refused_total\{reason="quota-exceeded"\} 1/);
    expect(broker.queue.envelopes()).toHaveLength(2);
    broker.policies.set(agent.account, {});
    client = await broker.connect(agent);
    await publish();
  });

  it('is told once that it comes near its bytes of the day, and once that it has sent them', async () => {
    broker.policies.set(agent.account, { limits: { bytes_per_day: 10 } });
    const told = () => broker.live.events.flatMap((event) => (event.type === 'limit' ? [event.level] : []));
    await Promise.all(Array.from({ length: 7 }, publish));
    await waitFor(() => broker.usage.bytes.get(agent.account) === 7);
    expect(told()).toEqual([]);
    await publish();
    await waitFor(() => told().length === 1);
    await publish();
    await publish();
    await waitFor(() => told().length === 2);
    expect(told()).toEqual(['near', 'reached']);
    expect(broker.live.events).toContainEqual(
      expect.objectContaining({ type: 'limit', account: agent.account, limit: 'bytes_per_day', level: 'reached' }),
    );
  });

  it('that closes loses its connections, and its agents are refused', async () => {
    const neighbour = await broker.connect({ ...broker.addAgent('gateway-2') });
    const ended = closed(client);
    broker.policies.set(agent.account, { openUntil: Date.now() });
    await ended;
    expect(await broker.refusal(agent)).toBe(5);
    neighbour.end(true);
  });
});

describe('accounts that send at the same time', () => {
  it('all have everything acknowledged, small messages and such as are larger than one read', async () => {
    const other: TestAgent = { ...broker.addAgent('press-1', 'other'), account: newId<AccountId>() };
    broker.credentials.add(other);
    const neighbour = await broker.connect(other);
    const sizes = [1, 10, 3_000, 4_096, 20_000, 200_000];
    const send = (from: MqttClient, who: TestAgent) =>
      Array.from({ length: 300 }, (_, n) =>
        from.publishAsync(telemetryOf(who), Buffer.alloc(sizes[n % sizes.length] ?? 1, 'x'), { qos: 1 }),
      );
    await Promise.all([...send(client, agent), ...send(neighbour, other)]);
    expect(broker.queue.envelopes()).toHaveLength(600);
    neighbour.end(true);
  });
});
