import { readFileSync } from 'node:fs';
import { hostileCorpus } from '@hawser/dialects/hostile-corpus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type NewAgent } from './support/api.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, SHAPES, startHawser } from './support/program.ts';

const ACCOUNT = 'fortress';
const CORPUS = hostileCorpus();
const MEBIBYTE = 1024 * 1024;
/** Far above what noise makes, far below what one of the payloads would take if it were believed. */
const MEMORY_SLACK = 192 * MEBIBYTE;
const ROUNDS = 5;

interface DeadLetter {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
  readonly payload: string;
}

async function deadLetters(api: Api): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; next_cursor: string | null } = await api.get(
      `/v1/${ACCOUNT}/dead-letters?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const { id } of page.items) found.push(await api.get(`/v1/${ACCOUNT}/dead-letters/${id}`));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

/** Memory of all processes of the program together. */
function residentBytes({ processes }: RunningHawser): number {
  const kibibytes = processes.map(({ pid }) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]);
  });
  return kibibytes.reduce((sum, each) => sum + each, 0) * 1024;
}

describe.each(SHAPES)(`${CORPUS.length} hostile payloads through the broker (%s)`, (shape) => {
  let hawser: RunningHawser;
  let api: Api;
  let agent: NewAgent;

  beforeAll(async () => {
    hawser = await startHawser({ shape });
    api = await Api.setUp(hawser, ACCOUNT);
    agent = await api.createAgent(ACCOUNT, 'attacker');
  });

  afterAll(async () => {
    await hawser?.stop();
  });

  it('each ends as a dead letter with its reason and bytes, its neighbours are stored, and memory stays flat', async () => {
    const client = await connectAgent(hawser, agent);
    const topic = `hawser/${ACCOUNT}/${agent.name}/telemetry`;
    const neighbour = (value: number) =>
      client.publishAsync(
        topic,
        JSON.stringify({ device: 'neighbour', ts: Date.now() - 1_000_000 + value, readings: [{ m: 'n', v: value }] }),
        { qos: 1 },
      );
    let neighbours = 0;
    const sendAll = async () => {
      for (const { payload } of CORPUS) {
        await neighbour(neighbours++);
        await client.publishAsync(topic, Buffer.from(payload), { qos: 1 });
      }
      await neighbour(neighbours++);
    };

    await sendAll();
    const first = await api.settledLedger(ACCOUNT, neighbours + CORPUS.length);
    const letters = await deadLetters(api);
    for (const { name, payload, expect: expected } of CORPUS) {
      const bytes = Buffer.from(payload).toString('base64');
      const letter = letters.find((candidate) => candidate.payload === bytes);
      expect(letter, name).toBeDefined();
      if ('reason' in expected) expect({ name, reason: letter!.reason }).toEqual({ name, reason: expected.reason });
    }
    expect(letters.length).toBe(CORPUS.length);
    expect(first.total.messages.received).toBe(neighbours + CORPUS.length);

    const before = residentBytes(hawser);
    for (let round = 1; round < ROUNDS; round++) await sendAll();
    await api.settledLedger(ACCOUNT, neighbours + ROUNDS * CORPUS.length);
    expect(residentBytes(hawser) - before).toBeLessThan(MEMORY_SLACK);

    const [series] = await api.readings(ACCOUNT, {
      device: 'neighbour',
      metric: 'n',
      from: Date.now() - 3_600_000,
      resolution: 'raw',
      points: 100_000,
    });
    expect(series!.points.map(([, value]) => value)).toEqual(Array.from({ length: neighbours }, (_, value) => value));
    await client.endAsync();
  });
});
