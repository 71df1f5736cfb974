import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type MosquittoBroker, startMosquitto } from '@hawser/testkit';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LedgerCounts, LedgerTally } from './accounting.ts';
import type { Cloud } from './cloud/cloud.ts';
import type { Load } from './load.ts';
import type { SimulateOptions } from './options.ts';
import type { DueMessage } from './plant/plant-source.ts';
import { simulate } from './simulate.ts';

const OPTIONS: SimulateOptions = {
  url: 'http://cloud',
  rate: 'max',
  readingsPerMessage: 2,
  csvEnd: 'now',
  speed: 'max',
  seed: 1,
  maxInFlight: 8,
  settleTimeout: 5_000,
  remove: false,
};

let broker: MosquittoBroker;
let recorder: MqttClient;
beforeAll(async () => {
  broker = await startMosquitto();
  recorder = await connectAsync(broker.url);
});
afterAll(async () => {
  await recorder.endAsync(true);
  await broker.stop();
});

/** A cloud whose ledger holds what the broker passed on, each message as often as `copies` says. */
async function fakeCloud(account: string, copies = 1): Promise<Cloud & { removed: string[] }> {
  const messages = new Map<string, number>();
  recorder.on('message', (topic) => {
    const [, topicAccount, agent = ''] = topic.split('/');
    if (topicAccount === account) messages.set(agent, (messages.get(agent) ?? 100) + copies);
  });
  await recorder.subscribeAsync(`hawser/${account}/+/telemetry`, { qos: 1 });
  const removed: string[] = [];
  return {
    removed,
    enrol: async (name) => ({
      id: name,
      name,
      account,
      mqtt: { url: broker.url, clientId: `${account}-${name}`, username: name, password: 'secret' },
    }),
    remove: async (id) => void removed.push(id),
    readLedger: async () => new Map(['a', 'b'].map((name) => [name, tally(messages.get(name) ?? 100)])),
  };
}

function tally(messages: number): LedgerTally {
  const counts = (received: number): LedgerCounts => ({
    received,
    stored: received,
    duplicate: 0,
    rejected: 0,
    queued: 0,
  });
  return { messages: counts(messages), readings: counts(messages * 2) };
}

function* twenty(): Generator<DueMessage> {
  for (let time = 0; time < 20; time++) {
    const readings = [
      { metric: 'x', value: time, time },
      { metric: 'y', value: time, time },
    ];
    yield { message: { readings }, dueAt: null };
  }
}

const LOAD: Load = {
  agentNames: ['a', 'b'],
  goal: { kind: 'readings', total: 80 },
  description: 'Twenty messages each',
  messages: twenty,
};

async function run(cloud: Cloud, change: Partial<SimulateOptions> = {}) {
  const out = new PassThrough();
  const signal = new AbortController().signal;
  const account = await simulate(LOAD, { ...OPTIONS, ...change }, { cloud, clock: Date.now, out, signal });
  out.end();
  return { account, printed: await text(out) };
}

it('finds what it sent in the ledger, leaving out what was there before', async () => {
  const cloud = await fakeCloud('good');
  const { account, printed } = await run(cloud);
  expect(account.differences).toEqual([]);
  expect(account.sent).toEqual({ messages: 40, readings: 80, acknowledgedMessages: 40, acknowledgedReadings: 80 });
  expect(account.ledger.messages).toEqual({ received: 40, stored: 40, duplicate: 0, rejected: 0, queued: 0 });
  expect(printed).toContain('Twenty messages each, in account good.');
  expect(cloud.removed).toEqual([]);
});

it('tells when a cloud stores everything twice, and removes its agents when asked to', async () => {
  const cloud = await fakeCloud('twice', 2);
  const { account } = await run(cloud, { remove: true });
  expect(account.differences).toContain('40 more messages are stored than were acknowledged');
  expect(cloud.removed).toEqual(['a', 'b']);
});

it('tells when a cloud loses everything, after waiting for it', async () => {
  const { account } = await run(await fakeCloud('lossy', 0), { settleTimeout: 300 });
  expect(account.differences).toEqual([
    '40 acknowledged messages are not stored',
    '80 acknowledged readings are not stored',
  ]);
});
