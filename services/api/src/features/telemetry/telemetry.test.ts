import type { LatestReading, ReadingSeries, Series } from '@hawser/contracts/http';
import type { AccountId, AgentId } from '@hawser/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, call, setUp, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { appendMessage } from '../../testing/test-queue.ts';
import { TestIngestion } from '../../testing/test-telemetry.ts';

const MINUTE_MS = 60_000;

let api: TestApi;
let token: string;
let start: number;

beforeAll(async () => {
  api = await startTestApi();
  const done = await setUp(api);
  token = done.access_token;
  const account = done.account.id as AccountId;
  const [a, b] = [await addAgent(api, token, 'gw-a'), await addAgent(api, token, 'gw-b')];
  start = Math.floor(api.clock() / MINUTE_MS) * MINUTE_MS - 30 * MINUTE_MS;
  const ingestion = new TestIngestion(api);
  const store = async (agent: string, readings: Parameters<TestIngestion['store']>[3]) => {
    const message = { account, agent: agent as AgentId, receivedAt: api.clock() };
    await ingestion.store(await appendMessage(api.queue, message), account, agent as AgentId, readings);
  };
  const temp = Array.from({ length: 120 }, (_, i) => ({
    metric: 'temp',
    unit: '°C',
    time: start + i * 1000,
    value: i,
  }));
  await store(a.id, [...temp, { device: 'pump, "1"', metric: 'on', time: start, value: true }]);
  await store(b.id, [
    { metric: 'temp', time: start, value: 5 },
    { metric: 'state', time: start, value: '=idle' },
    { metric: 'state', time: start + 1, value: '-5' },
  ]);
});
afterAll(() => api.close());

const get = <Body>(path: string, headers: Record<string, string> = {}) =>
  call<Body>(api, `GET /v1/demo/${path}`, { token, headers });
const readings = async (query: string) => (await get<{ series: ReadingSeries[] }>(`readings?${query}`)).body.series;

describe('GET series', () => {
  it('lists and filters', async () => {
    const { body } = await get<{ items: Series[]; next_cursor: null }>('series');
    expect(body.items.map((one) => [one.agent, one.device, one.metric, one.unit, one.kind])).toEqual([
      ['gw-a', 'plc', 'temp', '°C', 'number'],
      ['gw-a', 'pump, "1"', 'on', null, 'boolean'],
      ['gw-b', 'plc', 'state', null, 'string'],
      ['gw-b', 'plc', 'temp', null, 'number'],
    ]);
    const one = await get<{ items: Series[] }>('series?agent=gw-b&metric=temp&device=plc');
    expect(one.body.items).toHaveLength(1);
    expect((await get('series?agent=unknown')).status).toBe(404);
  });
});

describe('GET readings', () => {
  it('answers exactly the documented fields', async () => {
    const { body } = await get<{ series: ReadingSeries[] }>('readings?agent=gw-b&metric=temp');
    expect(body).toEqual({
      series: [{ agent: 'gw-b', device: 'plc', metric: 'temp', unit: null, resolution: 'raw', points: [[start, 5]] }],
    });
  });

  it('gives the last hour unless told otherwise, with the end left out', async () => {
    expect((await readings('agent=gw-a&metric=temp'))[0]!.points).toHaveLength(120);
    const span = `from=${start}&to=${new Date(start + 10_000).toISOString()}`;
    expect((await readings(`agent=gw-a&metric=temp&${span}`))[0]!.points).toHaveLength(10);
    expect((await readings(`metric=temp&from=${start - 5000}&to=${start}`)).map((one) => one.points)).toEqual([[], []]);
  });

  it('gives no more points than asked for', async () => {
    const [raw] = await readings('agent=gw-a&metric=temp&points=10&resolution=raw');
    expect(raw!.resolution).toBe('raw');
    expect(raw!.points.length).toBeLessThanOrEqual(10);
    const [minutes] = await readings(`agent=gw-a&metric=temp&resolution=1m&from=${start}&to=${start + 2 * MINUTE_MS}`);
    expect(minutes).toMatchObject({
      resolution: '1m',
      points: [
        [start, 0, 59, 29.5, 60],
        [start + MINUTE_MS, 60, 119, 89.5, 60],
      ],
    });
  });

  it('gives strings as strings and booleans as 0 and 1', async () => {
    expect((await readings('metric=state'))[0]!.points).toEqual([
      [start, '=idle'],
      [start + 1, '-5'],
    ]);
    expect((await readings('metric=on'))[0]!.points).toEqual([[start, 1]]);
  });

  it.each([
    ['from=yesterday', 'query.from'],
    ['to=2026-01-01T00:00:00', 'query.to'],
    ['from=2000&to=1000', 'query.from'],
    ['points=0', 'query.points'],
    ['points=100001', 'query.points'],
    ['resolution=5m', 'query.resolution'],
    ['agents=x', 'query.agents'],
  ])('refuses %s and names the field', async (query, field) => {
    const answer = await get<{ detail: string }>(`readings?${query}`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.detail).toContain(field);
  });

  it('answers a problem for an agent that is not there', async () => {
    expect(await get('readings?agent=unknown')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('is a table when the client wants one', async () => {
    const answer = await get('readings?agent=gw-b', { accept: 'text/csv' });
    expect(answer.headers['content-type']).toContain('text/csv');
    const time = new Date(start).toISOString();
    expect(answer.text.split('\r\n')).toEqual([
      'time,agent,device,metric,unit,value',
      `${time},gw-b,plc,state,,'=idle`,
      `${new Date(start + 1).toISOString()},gw-b,plc,state,,-5`,
      `${time},gw-b,plc,temp,,5`,
      '',
    ]);
    const quoted = await get('readings?metric=on', { accept: 'text/csv' });
    expect(quoted.text).toContain(`${time},gw-a,"pump, ""1""",on,,1\r\n`);
  });

  it('is a table of aggregates from the roll-ups', async () => {
    const span = `from=${start}&to=${start + MINUTE_MS}`;
    const { text } = await get(`readings?agent=gw-a&metric=temp&resolution=1m&${span}`, { accept: 'text/csv' });
    expect(text).toBe(
      `time,agent,device,metric,unit,min,max,avg,count\r\n${new Date(start).toISOString()},gw-a,plc,temp,°C,0,59,29.5,60\r\n`,
    );
  });
});

describe('GET latest', () => {
  it('gives the newest reading of each series, booleans as booleans', async () => {
    const { body } = await get<{ items: LatestReading[]; complete: boolean }>('latest');
    expect(body.complete).toBe(true);
    expect(body.items.map((one) => [one.agent, one.metric, one.time - start, one.value, one.quality])).toEqual([
      ['gw-a', 'temp', 119_000, 119, 'good'],
      ['gw-a', 'on', 0, true, 'good'],
      ['gw-b', 'state', 1, '-5', 'good'],
      ['gw-b', 'temp', 0, 5, 'good'],
    ]);
  });

  it('says when there is more', async () => {
    const { body } = await get<{ items: unknown[] }>('latest?agent=gw-b&limit=1');
    expect(body).toMatchObject({ complete: false });
    expect(body.items).toHaveLength(1);
  });

  it('is a table when the client wants one', async () => {
    const answer = await get('latest?agent=gw-b', { accept: 'text/csv' });
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.text.split('\r\n')).toEqual([
      'time,agent,device,metric,unit,value,quality',
      `${new Date(start + 1).toISOString()},gw-b,plc,state,,-5,good`,
      `${new Date(start).toISOString()},gw-b,plc,temp,,5,good`,
      '',
    ]);
  });
});
