import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { closed, startTestBroker, type TestBroker, telemetryOf } from './testing/test-broker.ts';

let broker: TestBroker;

beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.stop());
beforeEach(() => {
  broker.denials.noted.length = 0;
});

const told = () => broker.denials.noted.map(({ agent, attempt, reason }) => [agent.name, attempt, reason]);

it('tells of the connections of known agents that it refuses, and from where', async () => {
  const agent = broker.addAgent('pump');
  await broker.refusal({ ...agent, password: 'wrong' });
  await broker.refusal(agent, { clientId: 'another' });
  await broker.refusal(agent, { will: { topic: 'hawser/default/valve/telemetry', payload: Buffer.from('x') } });
  await broker.refusal({ ...agent, username: 'nobody' });
  expect(told()).toEqual([
    ['pump', 'connect', 'bad-credentials'],
    ['pump', 'connect', 'client-id'],
    ['pump', 'connect', 'will-topic'],
  ]);
  expect(broker.denials.noted.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
});

it('tells of topics that belong to others', async () => {
  const [agent, other] = [broker.addAgent('fan'), broker.addAgent('other')];
  const client = await broker.connect(agent);
  await client.subscribeAsync(telemetryOf(other)).catch(() => undefined);
  const ended = closed(client);
  client.publish(telemetryOf(other), 'x', { qos: 1 });
  await ended;
  expect(told()).toEqual([
    ['fan', 'subscribe', 'foreign-topic'],
    ['fan', 'publish', 'foreign-topic'],
  ]);
});

it('tells nothing of what is allowed', async () => {
  const agent = broker.addAgent('lamp');
  const client = await broker.connect(agent);
  await client.publishAsync(telemetryOf(agent), '{"level":1}', { qos: 1 });
  expect(told()).toEqual([]);
});
