import { connect, type Socket } from 'node:net';
import type { TestAgent } from '@hawser/intake/testing';
import { waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packet, text, twoBytes } from './testing/packet.ts';
import { startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

const CONNACK = 0x20;
const PUBREC = 0x50;
const PUBCOMP = 0x70;

let broker: TestBroker;
const sockets: Socket[] = [];

beforeEach(async () => {
  broker = await startTestBroker();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await broker.stop();
});

/** A client that sends what no well-behaved library lets a test send. */
async function rawClient(agent: TestAgent, cleanSession: boolean) {
  const socket = connect(broker.mqttPort, '127.0.0.1');
  sockets.push(socket);
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
  });
  socket.on('error', () => undefined);
  const count = (type: number) => {
    let found = 0;
    // Every packet that comes back here has a body of two bytes.
    for (let at = 0; at < received.length; at += 4) if (received[at] === type) found++;
    return found;
  };
  const flags = 0xc0 | (cleanSession ? 2 : 0);
  const header = Buffer.concat([text('MQTT'), Buffer.from([4, flags]), twoBytes(60)]);
  socket.write(packet(0x10, Buffer.concat([header, ...[agent.id, agent.username, agent.password].map(text)])));
  await waitFor(() => count(CONNACK) === 1);
  return {
    count,
    socket,
    publish(packetId: number, payload: string, isResend = false) {
      const body = Buffer.concat([text(telemetryOf(agent)), twoBytes(packetId), Buffer.from(payload)]);
      socket.write(packet(0x34 | (isResend ? 8 : 0), body));
    },
    release: (packetId: number) => void socket.write(packet(0x62, twoBytes(packetId))),
  };
}

const payloads = () => broker.queue.envelopes().map(({ payload }) => Buffer.from(payload).toString());

describe('a QoS 2 message', () => {
  it('that is sent again before it was released is queued once, and answered each time', async () => {
    const client = await rawClient(broker.addAgent('gateway-1'), true);
    client.publish(7, 'one');
    client.publish(7, 'one', true);
    await waitFor(() => client.count(PUBREC) === 2);
    client.publish(7, 'one', true);
    await waitFor(() => client.count(PUBREC) === 3);
    expect(payloads()).toEqual(['one']);
  });

  it('with the packet id of a released one is another message', async () => {
    const client = await rawClient(broker.addAgent('gateway-1'), true);
    client.publish(7, 'one');
    await waitFor(() => client.count(PUBREC) === 1);
    client.release(7);
    await waitFor(() => client.count(PUBCOMP) === 1);
    client.publish(7, 'two');
    await waitFor(() => client.count(PUBREC) === 2);
    expect(payloads()).toEqual(['one', 'two']);
  });

  it('that is sent again over a new connection of the same session is queued once', async () => {
    const agent = broker.addAgent('gateway-1');
    const client = await rawClient(agent, false);
    broker.queue.isHolding = true;
    client.publish(7, 'one');
    await waitFor(() => broker.queue.held.length === 1);
    client.socket.destroy();
    await waitFor(() => broker.role.stats().sessions === 0);
    broker.queue.releaseAll();
    const again = await rawClient(agent, false);
    again.publish(7, 'one', true);
    await waitFor(() => again.count(PUBREC) === 1);
    expect(payloads()).toEqual(['one']);
  });
});
