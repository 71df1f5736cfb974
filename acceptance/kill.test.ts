import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Api } from './support/api.ts';
import { BookKeepingAgent, checkBooks } from './support/book-keeping.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, type Shape, startHawser } from './support/program.ts';

const ACCOUNT = 'harbour';
/** Each round starts the program anew, which takes long on a machine that is busy. */
const TIMEOUT_MS = 600_000;
const ROUNDS: readonly [Shape, number][] = [
  ['embedded', 20],
  ['single host', 3],
  ['cluster', 3],
];

async function killUnderLoad(hawser: RunningHawser, agents: readonly BookKeepingAgent[]): Promise<void> {
  const clients = await Promise.all(agents.map(({ agent }) => connectAgent(hawser, agent)));
  const runs = agents.map((agent, at) => agent.run(clients[at]!));
  await sleep(randomInt(200, 900));
  await hawser.kill();
  // A broker of its own lives on, and with it the connections.
  for (const [at, agent] of agents.entries()) agent.hangUp(clients[at]!);
  await Promise.all(runs);
}

it.each(ROUNDS)(
  'loses nothing acknowledged and stores nothing twice over kills under load (%s, %i rounds)',
  async (shape, rounds) => {
    let hawser = await startHawser({ shape });
    const api = await Api.setUp(hawser, ACCOUNT);
    const enrol = async (name: string, resends: boolean) =>
      new BookKeepingAgent(ACCOUNT, await api.createAgent(ACCOUNT, name), resends);
    const agents = [await enrol('resends-a', true), await enrol('resends-b', true)];
    // What has no id may come twice from a foreign broker whose bridge was killed.
    if (shape === 'embedded') agents.push(await enrol('forgets', false));
    for (let round = 0; round < rounds; round++) {
      await killUnderLoad(hawser, agents);
      hawser = await startHawser({ shape, servers: hawser.servers, dataDir: hawser.dataDir });
    }
    const after = await Api.signIn(hawser);
    const sent = agents.reduce((sum, agent) => sum + agent.acknowledged.size, 0);
    await after.settledLedger(ACCOUNT, sent, 180_000);
    const acknowledged = await checkBooks(after, agents);
    expect(acknowledged).toBeGreaterThan(rounds * 100);
    console.log(`${shape}: ${acknowledged} messages acknowledged over ${rounds} kills: lost 0, doubled 0`);
    await hawser.stop();
  },
  TIMEOUT_MS,
);
