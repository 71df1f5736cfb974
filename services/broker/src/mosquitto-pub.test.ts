import type { TestAgent } from '@hawser/intake/testing';
import { findExecutable, startChild, waitFor } from '@hawser/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

const program = findExecutable(['mosquitto_pub'], 'mosquitto-clients');
let broker: TestBroker;

beforeEach(async () => {
  broker = await startTestBroker();
});
afterEach(() => broker.stop());

/** Publishes as a person would from a shell, and answers the exit code. */
async function publish(agent: TestAgent, ...args: string[]): Promise<number | null> {
  const signIn = ['-i', agent.id, '-u', agent.username, '-P', agent.password];
  const child = await startChild({
    command: program,
    args: ['-h', '127.0.0.1', '-p', String(broker.mqttPort), ...signIn, ...args],
  });
  return (await child.exited).code;
}

describe('mosquitto_pub', () => {
  it.each(['0', '1', '2'])('publishes at QoS %s', async (qos) => {
    const agent = broker.addAgent('gateway-1');
    expect(await publish(agent, '-q', qos, '-t', telemetryOf(agent), '-m', '{"temp": 20.5}')).toBe(0);
    await waitFor(() => broker.queue.envelopes().length === 1);
    expect(Buffer.from(broker.queue.envelopes()[0]!.payload).toString()).toBe('{"temp": 20.5}');
  });

  it('is refused with a wrong password', async () => {
    const agent = broker.addAgent('gateway-1');
    expect(await publish({ ...agent, password: 'guess' }, '-t', telemetryOf(agent), '-m', 'x')).not.toBe(0);
    expect(broker.queue.envelopes()).toEqual([]);
  });

  it('cannot publish for another agent', async () => {
    const [agent, other] = [broker.addAgent('gateway-1'), broker.addAgent('gateway-2')];
    const child = publish(agent, '-q', '1', '-t', telemetryOf(other), '-m', 'x', '--repeat', '1');
    await waitFor(() => broker.role.stats().refused > 0);
    // It would try for ever: the connection it lost is the only answer MQTT 3.1.1 has.
    broker.role.forgetAgent(agent.id);
    broker.credentials.add(agent, { revoked: true });
    await child;
    expect(broker.queue.envelopes()).toEqual([]);
  });
});
