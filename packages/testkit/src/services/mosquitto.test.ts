import { connectAsync } from 'mqtt';
import { expect, it } from 'vitest';
import { startMosquitto } from './mosquitto.ts';

it('starts a Mosquitto that passes messages on', async () => {
  const broker = await startMosquitto();
  const client = await connectAsync(broker.url);
  await client.subscribeAsync('greeting', { qos: 1 });
  const received = new Promise((resolve) => client.once('message', (...message) => resolve(message)));
  await client.publishAsync('greeting', 'ahoy', { qos: 1 });
  const [topic, payload] = (await received) as [string, Buffer, unknown];
  expect([topic, payload.toString()]).toEqual(['greeting', 'ahoy']);
  await client.endAsync();
  await broker.stop();
});

it('takes its own configuration lines', async () => {
  const broker = await startMosquitto({ config: ['allow_anonymous false'] });
  await expect(connectAsync(broker.url, { reconnectPeriod: 0 })).rejects.toThrow(/not authori/i);
  await broker.stop();
});
