import { Redis } from 'ioredis';
import { freePort } from '../free-port.ts';
import { waitFor } from '../wait-for.ts';
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts';

const SLOTS = 16_384;
const NODES = 3;

export interface RedisClusterOptions extends Pick<RedisOptions, 'settings'> {
  /** A fourth server follows the first one, which has the lowest slots, and takes its place soon after it is gone. */
  readonly replica?: boolean;
}

export interface RedisCluster {
  /** The replica, if there is one, comes last. */
  readonly nodes: readonly RedisServer[];
  /** `redis+cluster://host:port,…` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts three Redis servers that share the slots of a Redis Cluster. */
export async function startRedisCluster({
  settings = {},
  replica = false,
}: RedisClusterOptions = {}): Promise<RedisCluster> {
  const nodes: RedisServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    const busPorts: number[] = [];
    for (let i = 0; i < NODES + (replica ? 1 : 0); i++) {
      const busPort = await freePort();
      busPorts.push(busPort);
      nodes.push(await startRedis({ settings: { ...clusterSettings(busPort, replica), ...settings } }));
    }
    await formCluster(nodes, busPorts);
    if (replica) await followFirst(nodes);
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`, stop };
}

function clusterSettings(busPort: number, isQuick: boolean): Record<string, string> {
  return {
    'cluster-enabled': 'yes',
    // The usual one is the port plus 10,000, which free ports leave no room for.
    'cluster-port': String(busPort),
    'cluster-node-timeout': isQuick ? '1500' : '5000',
  };
}

async function formCluster(nodes: readonly RedisServer[], busPorts: readonly number[]): Promise<void> {
  const clients = nodes.map(({ port }) => new Redis(port, '127.0.0.1'));
  try {
    const share = Math.ceil(SLOTS / NODES);
    for (const [i, client] of clients.slice(0, NODES).entries()) {
      await client.call('cluster', 'ADDSLOTSRANGE', i * share, Math.min(SLOTS, (i + 1) * share) - 1);
      // Nodes join with different epochs, or they would have to settle that first.
      await client.call('cluster', 'SET-CONFIG-EPOCH', i + 1);
    }
    for (const [i, { port }] of nodes.entries()) {
      await clients[0]?.call('cluster', 'MEET', '127.0.0.1', port, busPorts[i] ?? 0);
    }
    await waitFor(() => everyNodeIsFine(clients), { timeoutMs: 30_000, what: 'the Redis Cluster' });
  } finally {
    for (const client of clients) client.disconnect();
  }
}

async function everyNodeIsFine(clients: readonly Redis[]): Promise<boolean> {
  const infos = await Promise.all(clients.map((client) => client.call('cluster', 'INFO')));
  return infos.every(
    (info) =>
      String(info).includes('cluster_state:ok') && String(info).includes(`cluster_known_nodes:${clients.length}`),
  );
}

/** Makes the last node a replica of the first. */
async function followFirst(nodes: readonly RedisServer[]): Promise<void> {
  const [first, last] = [nodes[0], nodes.at(-1)].map((node) => new Redis(node?.port ?? 0, '127.0.0.1'));
  try {
    await last?.call('cluster', 'REPLICATE', String(await first?.call('cluster', 'MYID')));
    const follows = async () => String(await last?.info('replication')).includes('master_link_status:up');
    await waitFor(follows, { timeoutMs: 30_000, what: 'the replica' });
  } finally {
    for (const client of [first, last]) client?.disconnect();
  }
}
