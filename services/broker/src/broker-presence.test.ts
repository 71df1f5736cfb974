import { createFakeClock, waitFor } from '@hawser/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryPresence } from './testing/memory-presence.ts';
import { startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let broker: TestBroker;
afterEach(() => broker.stop());

const isOnline = (agent: { id: Parameters<MemoryPresence['rows']['get']>[0] }) =>
  broker.presence.rows.get(agent.id)?.online === true;

describe('presence', () => {
  it('follows connection and disconnection, and live subscribers hear of it', async () => {
    broker = await startTestBroker();
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await waitFor(() => isOnline(agent));
    await client.endAsync();
    await waitFor(() => !isOnline(agent));
    expect(broker.live.presenceOf(agent.id)).toEqual([true, false]);
  });

  it('notes an agent that came and went before anything was written', async () => {
    broker = await startTestBroker({ intervals: { presenceMs: 300 } });
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await client.endAsync();
    await waitFor(() => broker.presence.writes.length === 2);
    expect(broker.presence.writes).toEqual(['connected', 'disconnected']);
    expect(broker.live.presenceOf(agent.id)).toEqual([true, false]);
  });

  it('notes when the last message came', async () => {
    broker = await startTestBroker();
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    await waitFor(() => isOnline(agent));
    const before = Date.now();
    await client.publishAsync(telemetryOf(agent), 'x', { qos: 1 });
    const last = await waitFor(() => broker.presence.rows.get(agent.id)?.lastMessageAt);
    expect(last).toBeGreaterThanOrEqual(before);
  });

  it('tells live subscribers how many messages came, added up', async () => {
    broker = await startTestBroker({ intervals: { countMs: 50 } });
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    const publishes = Array.from({ length: 100 }, () => client.publishAsync(telemetryOf(agent), 'x', { qos: 1 }));
    await Promise.all(publishes);
    const received = () => broker.live.events.filter((event) => event.type === 'received');
    await waitFor(() => received().reduce((sum, event) => sum + event.messages, 0) === 100);
    expect(received().length).toBeLessThan(100);
  });

  it('of sessions that a crash left behind ends at the start', async () => {
    const presence = new MemoryPresence();
    const left = '018f3c5a-0000-7000-8000-00000000dead' as Parameters<typeof presence.rows.get>[0];
    presence.rows.set(left, { online: true, broker: 'test', session: 's', leaseUntil: Date.now() + 60_000 });
    broker = await startTestBroker({}, { presence });
    expect(presence.rows.get(left)?.online).toBe(false);
  });

  it('of another broker that stopped renewing its lease is ended, the own is renewed', async () => {
    const presence = new MemoryPresence();
    const other = '018f3c5a-0000-7000-8000-00000000beef' as Parameters<typeof presence.rows.get>[0];
    const clock = createFakeClock();
    presence.rows.set(other, { online: true, broker: 'other', session: 's', leaseUntil: clock() + 1_000 });
    broker = await startTestBroker({ leaseMs: 60 }, { presence, clock });
    const agent = broker.addAgent('gateway-1');
    await broker.connect(agent);
    await waitFor(() => presence.rows.get(agent.id)?.online);
    clock.advance(2_000);
    await waitFor(() => presence.rows.get(other)?.online === false);
    await waitFor(() => presence.rows.get(agent.id)?.online);
  });

  it('is written once the database is back', async () => {
    broker = await startTestBroker();
    const agent = broker.addAgent('gateway-1');
    broker.presence.error = new Error('connection refused');
    const client = await broker.connect(agent);
    await client.publishAsync(telemetryOf(agent), 'x', { qos: 1 });
    expect(broker.presence.rows.size).toBe(0);
    broker.presence.error = null;
    await waitFor(() => isOnline(agent));
  });

  it('of everybody ends with the broker', async () => {
    broker = await startTestBroker();
    const agent = broker.addAgent('gateway-1');
    await broker.connect(agent);
    await waitFor(() => isOnline(agent));
    await broker.role.stop();
    expect(isOnline(agent)).toBe(false);
  });
});
