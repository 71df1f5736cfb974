import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { expect, it } from 'vitest';
import { Api, type NewAgent } from './support/api.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

const ROUNDS = 20;
/** Each round starts the program anew, which takes long on a machine that is busy. */
const TIMEOUT_MS = 600_000;
const IN_FLIGHT = 50;
const ACCOUNT = 'harbour';

/**
 * One agent's own book: which numbers it sent and which were acknowledged. Each message carries one reading whose value
 * is a number never used before, so that a lost or doubled message shows.
 */
class BookKeepingAgent {
  readonly agent: NewAgent;
  readonly resends: boolean;
  readonly acknowledged = new Set<number>();
  readonly unacknowledged = new Set<number>();
  readonly #start = Date.now() - 3_600_000;
  #next = 1;
  #running = false;

  constructor(agent: NewAgent, resends: boolean) {
    this.agent = agent;
    this.resends = resends;
  }

  get sent(): number {
    return this.#next - 1;
  }

  /** Publishes until the connection breaks; an agent that resends first repeats what was never acknowledged. */
  async run(client: MqttClient): Promise<void> {
    this.#running = true;
    client.on('error', () => undefined);
    client.on('close', () => {
      this.#running = false;
    });
    if (this.resends) for (const number of [...this.unacknowledged]) this.#publish(client, number);
    while (this.#running) {
      while (this.#running && this.#pending < IN_FLIGHT) this.#publish(client, this.#next++);
      await sleep(1);
    }
    this.#pending = 0;
  }

  #pending = 0;

  #publish(client: MqttClient, number: number): void {
    this.unacknowledged.add(number);
    this.#pending++;
    client.publish(`hawser/${ACCOUNT}/${this.agent.name}/telemetry`, this.#payload(number), { qos: 1 }, (error) => {
      this.#pending--;
      if (error) return;
      this.unacknowledged.delete(number);
      this.acknowledged.add(number);
    });
  }

  #payload(number: number): string {
    const id = this.resends ? { id: { epoch: 1, seq: number } } : {};
    return JSON.stringify({ ...id, ts: this.#start + number, readings: [{ m: 'n', v: number }] });
  }
}

async function killUnderLoad(hawser: RunningHawser, agents: readonly BookKeepingAgent[]): Promise<void> {
  const clients = await Promise.all(agents.map(({ agent }) => connectAgent(hawser, agent)));
  const runs = agents.map((agent, at) => agent.run(clients[at]!));
  await sleep(randomInt(200, 900));
  hawser.child.signal('SIGKILL');
  await hawser.child.exited;
  await Promise.all(runs);
}

async function storedNumbers(api: Api, agent: BookKeepingAgent): Promise<number[]> {
  const [series] = await api.readings(ACCOUNT, {
    agent: agent.agent.name,
    metric: 'n',
    from: Date.now() - 7_200_000,
    resolution: 'raw',
    points: 100_000,
  });
  return (series?.points ?? []).map(([, value]) => Number(value));
}

it(
  `loses nothing acknowledged and stores nothing twice over ${ROUNDS} kills under load`,
  async () => {
    let hawser = await startHawser();
    const api = await Api.setUp(hawser, ACCOUNT);
    const agents = [
      new BookKeepingAgent(await api.createAgent(ACCOUNT, 'resends-a'), true),
      new BookKeepingAgent(await api.createAgent(ACCOUNT, 'resends-b'), true),
      new BookKeepingAgent(await api.createAgent(ACCOUNT, 'forgets'), false),
    ];
    for (let round = 0; round < ROUNDS; round++) {
      await killUnderLoad(hawser, agents);
      hawser = await startHawser({ dataDir: hawser.dataDir });
    }
    const after = await Api.signIn(hawser);
    await after.settledLedger(
      ACCOUNT,
      agents.reduce((sum, agent) => sum + agent.acknowledged.size, 0),
    );
    let acknowledged = 0;
    for (const agent of agents) {
      const stored = await storedNumbers(after, agent);
      const distinct = new Set(stored);
      const lost = [...agent.acknowledged].filter((number) => !distinct.has(number));
      expect({ agent: agent.agent.name, lost, doubled: stored.length - distinct.size }).toEqual({
        agent: agent.agent.name,
        lost: [],
        doubled: 0,
      });
      expect(stored.length).toBeLessThanOrEqual(agent.sent);
      acknowledged += agent.acknowledged.size;
    }
    expect(acknowledged).toBeGreaterThan(ROUNDS * 100);
    console.log(`${acknowledged} messages acknowledged over ${ROUNDS} kills: lost 0, doubled 0`);
    await hawser.child.stop();
  },
  TIMEOUT_MS,
);
