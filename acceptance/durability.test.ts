import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis, tempDir, waitFor } from '@hawser/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './support/api.ts';
import { BookKeepingAgent, checkBooks } from './support/book-keeping.ts';
import { connectAgent } from './support/mqtt.ts';
import { type RunningHawser, spawnHawser, startHawser } from './support/program.ts';
import { type Servers, serverSettings, startServers } from './support/servers.ts';
import { SmallDisk } from './support/small-disk.ts';

const ACCOUNT = 'quay';
const APPEND_ONLY = { appendonly: 'yes', appendfsync: 'always' };
const BUILT_IN_BROKER = { MQTT_BROKER_URL: '' };
const WITH_SPOOL = { ...BUILT_IN_BROKER, DURABILITY: 'redis-aof' };
const WITHOUT_SPOOL = { ...BUILT_IN_BROKER, DURABILITY: 'memory', DISK_SPOOL_ENABLED: 'false' };
/** More than an append takes; less than a test should wait. */
const A_WHILE_MS = 700;

describe('with the built-in broker and no journal before Redis, what is acknowledged is stored once', () => {
  let servers: Servers;
  let dataDir: string;
  let disk: SmallDisk;
  let hawser: RunningHawser;
  let api: Api;
  const agents: BookKeepingAgent[] = [];

  beforeAll(async () => {
    servers = await startServers(APPEND_ONLY);
    dataDir = await tempDir('data');
    disk = await SmallDisk.mount(join(dataDir, 'spool'), 48);
    hawser = await startHawser({ shape: 'single host', servers, dataDir, env: WITH_SPOOL });
    api = await Api.setUp(hawser, ACCOUNT);
    for (const name of ['a', 'b']) {
      agents.push(new BookKeepingAgent(ACCOUNT, await api.createAgent(ACCOUNT, name), true));
    }
  });
  afterAll(async () => {
    await hawser?.stop();
    disk?.unmount();
  });

  const acknowledged = () => agents.reduce((sum, agent) => sum + agent.acknowledged.size, 0);

  async function underLoad(work: () => Promise<void>): Promise<void> {
    const clients = await Promise.all(agents.map(({ agent }) => connectAgent(hawser, agent)));
    const runs = agents.map((agent, at) => agent.run(clients[at]!, 'steady'));
    await sleep(A_WHILE_MS);
    await work();
    await sleep(A_WHILE_MS);
    for (const [at, agent] of agents.entries()) agent.hangUp(clients[at]!);
    await Promise.all(runs);
  }

  async function restart(env: Record<string, string>): Promise<void> {
    await hawser.stop();
    hawser = await startHawser({ shape: 'single host', servers, dataDir, env });
    api = await Api.signIn(hawser);
  }

  async function startRedisAgain(): Promise<void> {
    const { port, dataDir: folder } = servers.redis;
    servers = { ...servers, redis: await startRedis({ port, dataDir: folder, settings: APPEND_ONLY }) };
  }

  async function expectAcknowledgements(): Promise<void> {
    const before = acknowledged();
    await waitFor(() => acknowledged() > before + 50, { timeoutMs: 20_000, what: 'acknowledgements' });
  }

  async function expectBalance(): Promise<void> {
    const { total } = await api.settledLedger(ACCOUNT, acknowledged(), 90_000);
    expect(total.messages.rejected).toBe(0);
    expect(await checkBooks(api, agents)).toBe(acknowledged());
  }

  it('when Redis is killed: the disk spool takes the messages meanwhile', async () => {
    await underLoad(async () => {
      await servers.redis.child.stop('SIGKILL');
      await expectAcknowledgements();
      await startRedisAgain();
    });
    await expectBalance();
  });

  it('when the disk is full as well: nothing is acknowledged until there is room', async (test) => {
    if (disk.obstacle !== null) test.skip(disk.obstacle);
    await underLoad(async () => {
      await servers.redis.child.stop('SIGKILL');
      await disk.fill();
      await waitFor(async () => {
        const before = acknowledged();
        await sleep(A_WHILE_MS);
        return acknowledged() === before;
      });
      await disk.clear();
      await expectAcknowledgements();
      await startRedisAgain();
    });
    await expectBalance();
  });

  it('when the program is killed and started again', async () => {
    await underLoad(async () => hawser.kill());
    hawser = await startHawser({ shape: 'single host', servers, dataDir, env: WITH_SPOOL });
    api = await Api.signIn(hawser);
    await expectBalance();
  });

  it('when something waits on the disk and the durability is changed', async () => {
    await underLoad(async () => {
      await servers.redis.child.stop('SIGKILL');
      await expectAcknowledgements();
    });
    await hawser.stop();
    await startRedisAgain();
    hawser = await startHawser({ shape: 'single host', servers, dataDir, env: BUILT_IN_BROKER });
    api = await Api.signIn(hawser);
    await underLoad(expectAcknowledgements);
    await expectBalance();
  });

  it('when Redis is away and there is no disk spool: nothing is acknowledged meanwhile', async () => {
    await restart(WITHOUT_SPOOL);
    await underLoad(async () => {
      await servers.redis.child.stop('SIGKILL');
      await sleep(A_WHILE_MS);
      const before = acknowledged();
      await sleep(A_WHILE_MS);
      expect(acknowledged()).toBe(before);
      await startRedisAgain();
      await expectAcknowledgements();
    });
    await expectBalance();
  });

  it('refuses to start on a Redis that does not write before it answers', async () => {
    const redis = await startRedis();
    const env = { ...serverSettings({ ...servers, redis }), ...WITH_SPOOL };
    const { child } = await spawnHawser({ env });
    expect(await child.exited).toMatchObject({ code: 1 });
    expect(child.output()).toContain('needs a Redis with "appendonly yes" and "appendfsync always"');
    await redis.stop();
  });
});
