import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, startRedis } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './support/api.ts';
import { BookKeepingAgent, checkBooks } from './support/book-keeping.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, startHawser } from './support/program.ts';
import { type Servers, startServers } from './support/servers.ts';

const ACCOUNT = 'breakwater';
const ROUNDS = 2;
const TIMEOUT_MS = 600_000;
/** Longer than an ingestion process keeps its shards without a sign of life. */
const BEYOND_LEASE_MS = 11_000;

/** Each breaks something while agents publish, and mends it again. */
class Faults {
  readonly #hawser: RunningHawser;
  #servers: Servers;

  constructor(hawser: RunningHawser, servers: Servers) {
    this.#hawser = hawser;
    this.#servers = servers;
  }

  async 'Redis is killed and comes back empty'(): Promise<void> {
    const { redis } = this.#servers;
    await redis.child.stop('SIGKILL');
    await sleep(500);
    this.#servers = { ...this.#servers, redis: await startRedis({ port: redis.port }) };
  }

  async 'PostgreSQL is killed'(): Promise<void> {
    const { postgres } = this.#servers;
    await postgres.child.stop('SIGQUIT');
    await sleep(1_000);
    const { port, dataDir } = postgres;
    this.#servers = { ...this.#servers, postgres: await startPostgres({ port, dataDir }) };
  }

  async 'Mosquitto is restarted'(): Promise<void> {
    await this.#servers.mosquitto.stop('SIGTERM');
    await this.#servers.mosquitto.start();
  }

  async 'an ingestion process hangs beyond its lease'(): Promise<void> {
    const ingestion = this.#hawser.processes.at(-1)!;
    ingestion.signal('SIGSTOP');
    await sleep(BEYOND_LEASE_MS);
    ingestion.signal('SIGCONT');
  }
}

const NAMES = [
  'Redis is killed and comes back empty',
  'PostgreSQL is killed',
  'Mosquitto is restarted',
  'an ingestion process hangs beyond its lease',
] as const;

describe('with one process per role, nothing is lost or doubled', () => {
  let hawser: RunningHawser;
  let api: Api;
  let faults: Faults;
  /** Messages known to be acknowledged, of all tests together. */
  let acknowledged = 0;

  beforeAll(async () => {
    const servers = await startServers();
    hawser = await startHawser({ shape: 'cluster', servers });
    api = await Api.setUp(hawser, ACCOUNT);
    faults = new Faults(hawser, servers);
  });
  afterAll(async () => {
    await hawser?.stop();
  });

  it.each(NAMES)(
    'when %s',
    async (name) => {
      const prefix = `agent-${NAMES.indexOf(name)}`;
      const agents: BookKeepingAgent[] = [];
      for (const letter of ['a', 'b', 'c']) {
        agents.push(new BookKeepingAgent(ACCOUNT, await api.createAgent(ACCOUNT, `${prefix}-${letter}`), true));
      }
      for (let round = 0; round < ROUNDS; round++) {
        const clients = await Promise.all(agents.map(({ agent }) => connectAgent(hawser, agent)));
        const runs = agents.map((agent, at) => agent.run(clients[at]!));
        await sleep(500);
        await faults[name]();
        await sleep(500);
        for (const [at, agent] of agents.entries()) agent.hangUp(clients[at]!);
        await Promise.all(runs);
      }
      acknowledged += agents.reduce((sum, agent) => sum + agent.acknowledged.size, 0);
      const { total } = await api.settledLedger(ACCOUNT, acknowledged, 180_000);
      expect(total.messages.rejected).toBe(0);
      console.log(`${name}: ${await checkBooks(api, agents)} messages acknowledged, lost 0, doubled 0`);
    },
    TIMEOUT_MS,
  );
});
