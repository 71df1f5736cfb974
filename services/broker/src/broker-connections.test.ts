import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closed, nextEvent, startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let broker: TestBroker;

beforeEach(async () => {
  broker = await startTestBroker();
});
afterEach(() => broker.stop());

describe('a connection', () => {
  it.each([
    ['with a wrong password', { password: 'guess' }, 4],
    ['with an unknown user name', { username: 'nobody' }, 4],
    ['with an endless user name', { username: 'x'.repeat(10_000) }, 4],
    ['with an empty user name', { username: '' }, 5],
    ['with a client id that is not the agent', { clientId: 'somebody' }, 2],
    ['with the name of the agent as client id', { clientId: 'gateway-1' }, 2],
    ['with a client id that only begins with the id of the agent', { clientId: 'ID-2' }, 2],
    ['with a will on a topic of another agent', { will: willOn('hawser/acme/gateway-2/status') }, 5],
  ])('%s is refused', async (_case, options, code) => {
    const agent = broker.addAgent('gateway-1');
    const change = 'clientId' in options && options.clientId === 'ID-2' ? { clientId: `${agent.id}-2` } : options;
    expect(await broker.refusal(agent, change)).toBe(code);
    expect(broker.role.stats()).toMatchObject({ sessions: 0, refused: 1 });
  });

  it('without user name and password is refused', async () => {
    const agent = broker.addAgent('gateway-1');
    const anonymous = broker.client(agent, { username: undefined, password: undefined } as object);
    const [error] = await nextEvent(anonymous, 'error').catch((reason: unknown) => [reason]);
    expect(error).toMatchObject({ code: 5 });
  });

  it('of a disabled agent or with a revoked credential is refused', async () => {
    const disabled = broker.addAgent('gateway-1');
    broker.credentials.add(disabled, { disabled: true });
    const revoked = broker.addAgent('gateway-2');
    broker.credentials.add(revoked, { revoked: true });
    expect(await broker.refusal(disabled)).toBe(5);
    expect(await broker.refusal(revoked)).toBe(4);
  });

  it('is told that the server is unavailable, never a wrong password, while the database cannot be asked', async () => {
    const agent = broker.addAgent('gateway-1');
    broker.credentials.error = new Error('connection refused');
    expect(await broker.refusal(agent)).toBe(3);
    broker.credentials.error = null;
    await broker.connect(agent);
    expect(await broker.metrics.metrics()).toContain('hawser_broker_auth_total{result="unavailable"} 1');
  });

  it('may write the id of the agent in capitals, and is still the same client', async () => {
    const agent = broker.addAgent('gateway-1');
    const first = await broker.connect(agent);
    await broker.connect(agent, { clientId: agent.id.toUpperCase() });
    await closed(first);
    await waitFor(() => broker.role.stats().sessions === 1);
  });

  it('over MQTT 5 is refused as an unacceptable protocol version', async () => {
    expect(await broker.refusal(broker.addAgent('gateway-1'), { protocolVersion: 5 })).toBe(1);
  });

  it('that sends something else than MQTT is closed and counted', async () => {
    const socket = connectTcp(broker.mqttPort, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'close');
    expect(await broker.metrics.metrics()).toContain('hawser_broker_refused_total{reason="not-mqtt"} 1');
  });

  it('that sends nothing is closed after a while', async () => {
    await broker.stop();
    broker = await startTestBroker({ bounds: { connectTimeoutMs: 50 } });
    const socket = connectTcp(broker.mqttPort, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'close');
  });

  it('above the limit is closed, and one more fits when another has ended', async () => {
    await broker.stop();
    broker = await startTestBroker({ bounds: { maxConnections: 1 } });
    const agent = broker.addAgent('gateway-1');
    const first = await broker.connect(agent);
    await closed(broker.client(broker.addAgent('gateway-2')));
    expect(broker.role.stats().refused).toBe(1);
    await first.endAsync();
    await waitFor(() => broker.role.stats().sessions === 0);
    await broker.connect(agent);
  });
});

describe('credentials that changed', () => {
  it('end the live session at once, and count at the next connection', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent);
    broker.credentials.add(agent, { disabled: true });
    broker.role.forgetAgent(agent.id);
    broker.role.disconnectAgent(agent.id);
    await closed(client);
    expect(await broker.refusal(agent)).toBe(5);
  });

  it('are not slipped past by a connection that is being checked meanwhile', async () => {
    const agent = broker.addAgent('gateway-1');
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const original = broker.credentials.findByUsername.bind(broker.credentials);
    broker.credentials.findByUsername = async (username) => {
      const credential = await original(username);
      await asked;
      return credential;
    };
    const refusal = broker.refusal(agent);
    await waitFor(() => broker.credentials.lookups === 1);
    broker.credentials.add(agent, { disabled: true });
    broker.role.forgetAgent(agent.id);
    broker.role.disconnectAgent(agent.id);
    answer();
    expect(await refusal).toBe(5);
  });
});

describe('a second connection of the same agent', () => {
  it('takes over, without the agent ever showing as offline', async () => {
    const agent = broker.addAgent('gateway-1');
    let client = await broker.connect(agent);
    await waitFor(() => broker.presence.rows.get(agent.id)?.online);
    for (let round = 0; round < 5; round++) {
      const before = client;
      const ended = closed(before);
      client = await broker.connect(agent);
      await ended;
    }
    await client.publishAsync(telemetryOf(agent), 'x', { qos: 1 });
    await waitFor(() => broker.presence.writes.length >= 2);
    expect(broker.presence.writes).not.toContain('disconnected');
    expect(broker.live.presenceOf(agent.id)).toEqual([true]);
    expect(broker.role.stats().sessions).toBe(1);
  });
});

describe('MQTT over WebSocket', () => {
  it.each(['', '/', '/mqtt', '/any/path'])('works on the path "%s"', async (path) => {
    const agent = broker.addAgent('gateway-1');
    const client = await broker.connect(agent, {}, `ws://127.0.0.1:${broker.wsPort}${path}`);
    await client.publishAsync(telemetryOf(agent), Buffer.alloc(200_000, 1), { qos: 1 });
    expect(broker.queue.envelopes()[0]?.payload.byteLength).toBe(200_000);
    expect((client.stream as unknown as { socket?: WebSocket }).socket?.protocol ?? 'mqtt').toBe('mqtt');
  });

  it('is refused without an MQTT subprotocol', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${broker.wsPort}/mqtt`, ['chat']);
    const [error] = await once(socket, 'error').catch((reason) => [reason]);
    expect(String(error)).toContain('401');
  });

  it('is closed by a text frame', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${broker.wsPort}/mqtt`, ['mqtt']);
    await once(socket, 'open');
    socket.send('hello');
    await once(socket, 'close');
  });

  it('answers plain requests with "upgrade required"', async () => {
    const response = await fetch(`http://127.0.0.1:${broker.wsPort}/`);
    expect(response.status).toBe(426);
  });
});

function willOn(topic: string) {
  return { topic, payload: Buffer.from('offline'), qos: 0 as const, retain: false };
}
