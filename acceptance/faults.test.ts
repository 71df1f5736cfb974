import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tempDir, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type Ledger } from './support/api.ts';
import { arrival, BookKeepingAgent, checkBooks } from './support/book-keeping.ts';
import { Faults, STREAM_MAXLEN } from './support/faults.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, startHawser } from './support/program.ts';
import { redisCommand, startServers } from './support/servers.ts';
import { SmallDisk } from './support/small-disk.ts';

const ACCOUNT = 'breakwater';
const TIMEOUT_MS = 600_000;
/** Room for four shards of a journal. */
const DISK_MEGABYTES = 96;
const SETTINGS = {
  REDIS_INGESTION_STREAM_MAXLEN: String(STREAM_MAXLEN),
  DB_STATEMENT_TIMEOUT_MS: '800',
  DISK_SPOOL_MAX_SIZE_MB: '64',
};

interface FaultPlan {
  readonly name: Exclude<keyof Faults, 'servers'>;
  readonly rounds: number;
  readonly speed: 'full' | 'steady';
}

const FAULTS: readonly FaultPlan[] = [
  { name: 'Redis is killed and comes back empty', rounds: 2, speed: 'steady' },
  { name: 'Redis has no memory left', rounds: 1, speed: 'steady' },
  { name: 'PostgreSQL is killed', rounds: 2, speed: 'steady' },
  { name: 'PostgreSQL is away for long', rounds: 1, speed: 'steady' },
  { name: 'PostgreSQL answers later than a statement may take', rounds: 1, speed: 'steady' },
  { name: 'Mosquitto is restarted', rounds: 2, speed: 'steady' },
  { name: 'an ingestion process hangs beyond its lease', rounds: 1, speed: 'steady' },
  { name: 'the disk of the journal is full', rounds: 1, speed: 'steady' },
  { name: 'more comes than the stream may hold', rounds: 1, speed: 'full' },
];

describe('with one process per role, nothing is lost or doubled', () => {
  let hawser: RunningHawser;
  let api: Api;
  let faults: Faults;
  let disk: SmallDisk;
  /** Messages known to be acknowledged, of all tests together. */
  let acknowledged = 0;

  beforeAll(async () => {
    const servers = await startServers();
    const dataDir = await tempDir('data');
    disk = await SmallDisk.mount(join(dataDir, 'bridge', 'spool'), DISK_MEGABYTES);
    hawser = await startHawser({ shape: 'cluster', servers, dataDir, env: SETTINGS });
    api = await Api.setUp(hawser, ACCOUNT);
    faults = new Faults({ hawser, servers, disk });
  });
  afterAll(async () => {
    await hawser?.stop();
    disk?.unmount();
  });

  it.each(FAULTS)(
    'when $name',
    async ({ name, rounds, speed }) => {
      if (name === 'the disk of the journal is full' && disk.obstacle !== null) return;
      const prefix = `agent-${FAULTS.findIndex((plan) => plan.name === name)}`;
      const agents: BookKeepingAgent[] = [];
      for (const letter of ['a', 'b', 'c']) {
        agents.push(new BookKeepingAgent(ACCOUNT, await api.createAgent(ACCOUNT, `${prefix}-${letter}`), true));
      }
      const started = performance.now();
      for (let round = 0; round < rounds; round++) {
        const clients = await Promise.all(agents.map(({ agent }) => connectAgent(hawser, agent)));
        const runs = agents.map((agent, at) => agent.run(clients[at]!, speed));
        await sleep(500);
        await faults[name]();
        await sleep(500);
        for (const [at, agent] of agents.entries()) agent.hangUp(clients[at]!);
        await Promise.all(runs);
      }
      const broken = performance.now();
      acknowledged += agents.reduce((sum, agent) => sum + agent.acknowledged.size, 0);
      // What the broker still holds for the bridge has not been received yet.
      await arrival(api, agents, 120_000);
      const { total } = await api.settledLedger(ACCOUNT, acknowledged, 180_000);
      expect(total.messages.rejected).toBe(0);
      const seconds = (from: number, to: number) => ((to - from) / 1_000).toFixed(1);
      const books = await checkBooks(api, agents);
      console.log(
        `${name}: ${books} messages acknowledged in ${seconds(started, broken)} s, stored ` +
          `${seconds(broken, performance.now())} s after, lost 0, doubled 0`,
      );
    },
    TIMEOUT_MS,
  );

  it('when a batch holds what cannot be stored, what was sent again, what is late, and what is no message', async () => {
    const agent = await api.createAgent(ACCOUNT, 'motley');
    const [stream = ''] = (await redisCommand(faults.servers, 'keys', 'tenant:*:agent:devices:ingestion')).split('\n');
    await redisCommand(faults.servers, 'xadd', stream, '*', 'who', 'somebody', 'what', 'else');
    await redisCommand(faults.servers, 'xadd', stream, '*', 'e', `\t${'x'.repeat(60)}`);
    const yearsAgo = Date.UTC(new Date().getUTCFullYear() - 9, 5, 1, 12);
    const good = (seq: number) => `{"id":{"epoch":1,"seq":${seq}},"readings":[{"m":"n","v":${seq}}]}`;
    const goods = Array.from({ length: 40 }, (_, i) => good(i + 1));
    const bad = ['{"readings": [', '['.repeat(500)];
    const late = `{"ts":${yearsAgo},"readings":[{"m":"late","v":7}]}`;
    const payloads = [...goods.slice(0, 20), ...bad, late, ...goods.slice(20), good(5), good(39)];
    const client = await connectAgent(hawser, agent);
    const topic = `hawser/${ACCOUNT}/${agent.name}/telemetry`;
    await Promise.all(payloads.map((payload) => client.publishAsync(topic, payload, { qos: 1 })));
    await client.endAsync();
    const lineOf = ({ agents }: Ledger) => agents.find((line) => line.agent === agent.name)?.messages;
    const ledger = await waitFor(
      async () => {
        const settled = await api.settledLedger(ACCOUNT, acknowledged, 60_000);
        const line = lineOf(settled);
        return line?.received === payloads.length && line.queued === 0 && settled;
      },
      { timeoutMs: 60_000, what: 'the messages of this agent' },
    );
    expect(lineOf(ledger)).toEqual({
      received: payloads.length,
      stored: goods.length + 1,
      duplicate: 2,
      rejected: bad.length,
      queued: 0,
      balanced: true,
    });
    // They are in another shard, perhaps, than the messages.
    const letters = await waitFor(
      async () => {
        const { items } = await api.get<{ items: { reason: string }[] }>('/v1/sys/dead-letters');
        return items.length >= 2 && items;
      },
      { timeoutMs: 60_000, what: 'the foreign entries to be dead letters' },
    );
    expect(letters.map(({ reason }) => reason)).toEqual(['foreign-entry', 'foreign-entry']);
    const span = { from: yearsAgo - 86_400_000, to: yearsAgo + 86_400_000 };
    for (const resolution of ['1m', '1h']) {
      const [series] = await api.readings(ACCOUNT, { agent: agent.name, metric: 'late', ...span, resolution });
      expect(series?.points.map((point) => point.slice(1))).toEqual([[7, 7, 7, 1]]);
    }
  });
});
