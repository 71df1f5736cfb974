import { waitFor } from '@hawser/testkit';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type NewAgent } from './support/api.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

const PER_SECOND = 200;
/** Three seconds' worth beyond the one second that may be saved up. */
const FLOOD = 4 * PER_SECOND;
const QUIET = 20;

interface Limit {
  readonly name: string;
  readonly level: string;
  readonly used: number | null;
}

/** The broker differs, and with it who holds the messages back: the broker itself, or the bridge behind Mosquitto. */
describe.each(['embedded', 'single host'] as const)('an account above its readings per second (%s)', (shape) => {
  let hawser: RunningHawser;
  let api: Api;
  const clients: MqttClient[] = [];

  beforeAll(async () => {
    hawser = await startHawser({ shape });
    api = await Api.setUp(hawser, 'quiet');
    await api.post('/v1/_/accounts', { name: 'flooder', limits: { readings_per_second: PER_SECOND } });
  });
  afterAll(async () => {
    for (const client of clients) client.end(true);
    await hawser?.stop();
  });

  async function connect(account: string): Promise<{ agent: NewAgent; client: MqttClient }> {
    const agent = await api.createAgent(account, 'gateway-1');
    const client = await connectAgent(hawser, agent);
    clients.push(client);
    return { agent, client };
  }

  function send(client: MqttClient, account: string, seq: number): Promise<unknown> {
    const message = JSON.stringify({ id: { epoch: 1, seq }, readings: [{ m: 'n', v: seq }] });
    return client.publishAsync(`hawser/${account}/gateway-1/telemetry`, message, { qos: 1 });
  }

  const storedOf = async (account: string): Promise<number> =>
    (await api.get<{ total: { messages: { stored: number } } }>(`/v1/${account}/ledger`)).total.messages.stored;

  const limitOf = async (name: string) =>
    (await api.get<{ items: readonly Limit[] }>('/v1/flooder/limits')).items.find((limit) => limit.name === name);

  it('is slowed and loses nothing; its neighbour is stored before it is done', async () => {
    const { client: flooder } = await connect('flooder');
    const { client: quiet } = await connect('quiet');
    await send(flooder, 'flooder', 1);
    const flood = Promise.all(Array.from({ length: FLOOD - 1 }, (_, at) => send(flooder, 'flooder', at + 2)));
    for (let seq = 1; seq <= QUIET; seq++) await send(quiet, 'quiet', seq);
    await waitFor(async () => (await storedOf('quiet')) === QUIET, { intervalMs: 50 });
    expect(await storedOf('flooder')).toBeLessThan(FLOOD);
    await flood;
    const { total } = await api.settledLedger('flooder', FLOOD);
    expect(total.messages).toMatchObject({ received: FLOOD, stored: FLOOD, duplicate: 0, rejected: 0 });
    await waitFor(async () => (await limitOf('readings_per_second'))?.level === 'reached', { timeoutMs: 20_000 });
  });
});
