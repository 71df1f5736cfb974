import { setImmediate as nextTurn } from 'node:timers/promises';
import { waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closed, startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let broker: TestBroker;

beforeEach(async () => {
  broker = await startTestBroker({ bounds: { maxAppendsInFlight: 2 } });
});
afterEach(() => broker.stop());

const waiting = async () => {
  const [value] = (await broker.metrics.getSingleMetric('hawser_broker_waiting_messages')?.get())?.values ?? [];
  return value?.value;
};
const payloads = () => broker.queue.envelopes().map(({ payload }) => Buffer.from(payload).toString());

describe('while the queue takes nothing', () => {
  it('few messages are handed to it, the others wait, and all are acknowledged once it does again', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.queue.isHolding = true;
    const numbers = Array.from({ length: 10 }, (_, index) => String(index));
    const published = Promise.all(numbers.map((n) => client.publishAsync(telemetryOf(agent), n, { qos: 1 })));
    await waitFor(async () => (await waiting()) === 8);
    expect(broker.queue.held).toHaveLength(2);
    broker.queue.releaseAll();
    await published;
    expect(payloads()).toEqual(numbers);
    expect(await waiting()).toBe(0);
  });

  it('what a client that gave up had waiting is let go, and never queued', async () => {
    const agent = broker.addAgent('gateway-1');
    broker.queue.isHolding = true;
    for (let round = 1; round <= 3; round++) {
      const client = await broker.connect(agent);
      for (let n = 0; n < 5; n++) client.publish(telemetryOf(agent), `round ${round}`, { qos: 1 });
      await waitFor(async () => ((await waiting()) ?? 0) >= (round === 1 ? 3 : 5));
      const ended = closed(client);
      client.stream.destroy();
      await ended;
      await waitFor(async () => (await waiting()) === 0);
    }
    broker.queue.releaseAll();
    const client = await broker.connect(agent);
    await client.publishAsync(telemetryOf(agent), 'after', { qos: 1 });
    expect(payloads()).toEqual(['round 1', 'round 1', 'after']);
    expect(await broker.metrics.metrics()).toMatch(/outcome="abandoned"\} 13/);
  });

  it('other agents can still connect', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.queue.isHolding = true;
    for (let n = 0; n < 10; n++) client.publish(telemetryOf(agent), 'x', { qos: 1 });
    await waitFor(async () => (await waiting()) === 8);
    await broker.connect(broker.addAgent('gateway-2'));
    broker.queue.releaseAll();
  });
});

describe('a stop', () => {
  it('waits for appends under way, acknowledges them, and takes nothing more', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.queue.isHolding = true;
    const taken = [1, 2].map((n) => client.publishAsync(telemetryOf(agent), `taken ${n}`, { qos: 1 }));
    const waitingPublish = client.publishAsync(telemetryOf(agent), 'waiting', { qos: 1 }).then(
      () => 'acknowledged',
      () => 'refused',
    );
    await waitFor(async () => broker.queue.held.length === 2 && (await waiting()) === 1);
    const stopped = broker.role.stop();
    // Whatever the refusal of the third does has been done before the first two are durable.
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    broker.queue.releaseAll();
    await stopped;
    await Promise.all(taken);
    expect(await Promise.race([waitingPublish, Promise.resolve('not acknowledged')])).toBe('not acknowledged');
    expect(payloads()).toEqual(['taken 1', 'taken 2']);
    expect(broker.intakeLedger.received(agent.id)).toBe(2);
  });

  it('gives up on a queue that does not answer', async () => {
    await broker.stop();
    broker = await startTestBroker({ bounds: { stopDeadlineMs: 50 } });
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.queue.isHolding = true;
    client.publish(telemetryOf(agent), 'x', { qos: 1 });
    await waitFor(() => broker.queue.held.length === 1);
    await broker.role.stop();
  });

  it('leaves the ports free', async () => {
    const { mqttPort, wsPort } = broker;
    await broker.connect(broker.addAgent('gateway-1'), {}, `ws://127.0.0.1:${wsPort}/mqtt`);
    await broker.role.stop();
    const next = await startTestBroker({ mqttPort, wsPort });
    await next.stop();
  });
});

describe('a start', () => {
  it('on a port that is taken fails and leaves nothing running', async () => {
    const { mqttPort } = broker;
    await expect(startTestBroker({ mqttPort })).rejects.toThrow('EADDRINUSE');
    const { wsPort } = broker;
    await expect(startTestBroker({ wsPort })).rejects.toThrow('EADDRINUSE');
  });
});
