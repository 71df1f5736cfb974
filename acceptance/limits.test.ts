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

describe('an account that may keep readings for a shorter time', () => {
  const DAY_MS = 86_400_000;
  let hawser: RunningHawser;
  let api: Api;

  beforeAll(async () => {
    hawser = await startHawser();
    api = await Api.setUp(hawser, 'archive');
  });
  afterAll(() => hawser?.stop());

  const daysLeft = async (account: string): Promise<number[]> => {
    const [now, from] = [Date.now(), new Date(Date.now() - 60 * DAY_MS).toISOString()];
    const [series] = await api.readings(account, { agent: 'gateway-1', metric: 'n', resolution: 'raw', from });
    return (series?.points ?? []).map(([time]) => Math.round((now - time) / DAY_MS)).sort((a, b) => a - b);
  };

  it('loses what is older, and so do those below it; none of them is given more', async () => {
    const create = (parent: string, name: string, limits = {}) => api.post(`/v1/${parent}/accounts`, { name, limits });
    await create('archive', 'month', { retention_days: 30 });
    await create('month', 'month-inherits');
    await create('month', 'month-week', { retention_days: 7 });
    const more = await api.send('PATCH', '/v1/month/accounts/month-week', { limits: { retention_days: 31 } });
    expect(more.status).toBe(422);
    expect(await more.json()).toMatchObject({ code: 'limit-reached', detail: expect.stringContaining('month') });
    await api.send('PATCH', '/v1/month-week/settings', { retention_days: 20 });

    for (const account of ['archive', 'month-inherits', 'month-week']) {
      const client = await connectAgent(hawser, await api.createAgent(account, 'gateway-1'));
      for (const days of [1, 10, 25, 40]) {
        const message = JSON.stringify({ ts: Date.now() - days * DAY_MS, readings: [{ m: 'n', v: days }] });
        await client.publishAsync(`hawser/${account}/gateway-1/telemetry`, message, { qos: 1 });
      }
      client.end();
      await api.settledLedger(account, 4);
    }
    // The scheduler looks when it starts, and hourly from then on.
    await hawser.stop();
    hawser = await startHawser({ dataDir: hawser.dataDir });
    api = await Api.signIn(hawser);
    await waitFor(async () => (await daysLeft('month-week')).length === 1, { timeoutMs: 20_000, intervalMs: 100 });
    await waitFor(async () => (await daysLeft('month-inherits')).length === 3, { timeoutMs: 20_000, intervalMs: 100 });
    expect(await daysLeft('month-week')).toEqual([1]);
    expect(await daysLeft('month-inherits')).toEqual([1, 10, 25]);
    expect(await daysLeft('archive')).toEqual([1, 10, 25, 40]);
    const { items } = await api.get<{ items: readonly (Limit & { value: number | null; from: string | null })[] }>(
      '/v1/month-inherits/limits',
    );
    expect(items).toContainEqual(expect.objectContaining({ name: 'retention_days', value: 30, from: 'month' }));
  });
});
