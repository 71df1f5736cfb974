import { type MosquittoBroker, startMosquitto, waitFor } from '@hawser/testkit';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import type { DueMessage } from '../plant/plant-source.ts';
import { type FleetOptions, runFleet } from './run-fleet.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function broker(options: Parameters<typeof startMosquitto>[0] = {}): Promise<MosquittoBroker> {
  const started = await startMosquitto(options);
  open.push(() => started.stop());
  return started;
}

/** Subscribes to everything and keeps the `seq` of each message that comes, by topic. */
async function record(url: string): Promise<Map<string, number[]>> {
  const seen = new Map<string, number[]>();
  const client: MqttClient = await connectAsync(url, { clientId: 'recorder', clean: false, reconnectPeriod: 50 });
  open.push(() => client.endAsync(true));
  client.on('message', (topic, payload) => {
    const { id } = JSON.parse(payload.toString()) as { id: { seq: number } };
    seen.set(topic, [...(seen.get(topic) ?? []), id.seq]);
  });
  await client.subscribeAsync('hawser/#', { qos: 1 });
  return seen;
}

function* messages(count: number): Generator<DueMessage> {
  for (let index = 0; index < count; index++) {
    yield { message: { readings: [{ metric: 'm', value: index, time: index }] }, dueAt: null };
  }
}

function fleet(url: string, names: string[], change: Partial<FleetOptions> = {}): FleetOptions {
  return {
    agents: names.map((name) => ({
      id: name,
      name,
      account: 'demo',
      mqtt: { url, clientId: name, username: name, password: 'secret' },
    })),
    messages: () => messages(100),
    epoch: 1,
    maxInFlight: 10,
    endAt: null,
    drainMs: 10_000,
    clock: Date.now,
    signal: new AbortController().signal,
    ...change,
  };
}

describe('runFleet', () => {
  it('publishes every message of every agent once, in order', async () => {
    const { url } = await broker();
    const seen = await record(url);
    const sent = await runFleet(fleet(url, ['a', 'b']));
    expect(sent).toEqual({ messages: 200, readings: 200, acknowledgedMessages: 200, acknowledgedReadings: 200 });
    const all = Array.from({ length: 100 }, (_, index) => index + 1);
    await waitFor(
      () => seen.get('hawser/demo/a/telemetry')?.length === 100 && seen.get('hawser/demo/b/telemetry')?.length === 100,
    );
    expect([...seen.values()]).toEqual([all, all]);
  });

  it('resends what was not acknowledged when the broker comes back', async () => {
    const first = await broker();
    const { url, port } = first;
    let killed: Promise<unknown> | undefined;
    function* source(): Generator<DueMessage> {
      let index = 0;
      for (const message of messages(2_000)) {
        if (index++ === 500) killed = first.child.stop('SIGKILL').then(() => broker({ port }));
        yield message;
      }
    }
    const sent = await runFleet(fleet(url, ['a'], { messages: source, maxInFlight: 64 }));
    expect(killed).toBeDefined();
    expect(sent).toMatchObject({ messages: 2_000, acknowledgedMessages: 2_000, acknowledgedReadings: 2_000 });
  });

  it('stops an endless source at the signal and waits for what is in flight', async () => {
    const { url } = await broker();
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const sent = await runFleet(
      fleet(url, ['a', 'b'], { messages: () => messages(1e9), signal: stop.signal, onProgress }),
    );
    expect(sent.messages).toBeGreaterThan(0);
    expect(sent.acknowledgedMessages).toBe(sent.messages);
  });

  it('leaves out what is due at the end or later', async () => {
    const { url } = await broker();
    const start = Date.now();
    function* paced(): Generator<DueMessage> {
      for (const { message } of messages(1_000)) yield { message, dueAt: start + Number(message.readings[0]?.time) };
    }
    const sent = await runFleet(fleet(url, ['a'], { messages: paced, endAt: start + 50 }));
    expect(sent).toMatchObject({ messages: 50, acknowledgedMessages: 50 });
  });

  it('says which agent the broker refuses', async () => {
    const { url } = await broker({ config: ['allow_anonymous false'] });
    await expect(runFleet(fleet(url, ['a']))).rejects.toThrow(/The agent a cannot connect to mqtt:.*not authori/i);
  });

  it('ends all agents when the messages of one cannot be read', async () => {
    const { url } = await broker();
    const source = (index: number) => (index === 0 ? messages(1e9) : broken());
    await expect(runFleet(fleet(url, ['a', 'b'], { messages: source }))).rejects.toThrow('the file is gone');
  });
});

async function* broken(): AsyncGenerator<DueMessage> {
  yield* messages(3);
  throw new Error('the file is gone');
}
