import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hawser/testkit';
import { expect, it } from 'vitest';
import { prepareLoad } from './load.ts';
import type { SimulateOptions } from './options.ts';

const OPTIONS: SimulateOptions = {
  url: 'http://127.0.0.1:3002',
  rate: 10,
  readingsPerMessage: 5,
  csvEnd: 'now',
  speed: 'max',
  seed: 1,
  maxInFlight: 64,
  settleTimeout: 1_000,
  remove: false,
};
const NOW = Date.UTC(2025, 0, 15);

it('makes a different plant for each agent', async () => {
  const load = await prepareLoad({ ...OPTIONS, agents: 2, duration: 60_000 }, () => NOW);
  expect(load.agentNames).toEqual(['plant-1', 'plant-2']);
  expect(load.goal).toEqual({ kind: 'time', ms: 60_000 });
  const first = (index: number) => [...take(load.messages(index, NOW) as Iterable<unknown>)];
  expect(first(0)).toEqual(first(0));
  expect(first(0)).not.toEqual(first(1));
});

it('replays a file by one agent that is called like it, the last row now', async () => {
  const csv = join(await tempDir('load'), 'Ünder ground.csv');
  await writeFile(csv, 'time,v\n2010-01-01,1\n2010-01-02,2\n');
  const load = await prepareLoad({ ...OPTIONS, csv }, () => NOW);
  expect(load.agentNames).toEqual(['nder-ground-1']);
  expect(load.goal).toEqual({ kind: 'readings', total: 2 });
  const messages = [];
  for await (const { message } of load.messages(0, NOW)) messages.push(...message.readings);
  expect(messages.map(({ time }) => time)).toEqual([NOW - 86_400_000, NOW]);
});

function* take<Item>(items: Iterable<Item>): Generator<Item> {
  let count = 0;
  for (const item of items) {
    if (count++ === 20) return;
    yield item;
  }
}
