import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../free-port.ts';
import { startChild } from '../process/child.ts';
import { findExecutable } from '../process/executable.ts';
import { serviceDir, serviceUser } from '../process/service-user.ts';
import { waitFor } from '../wait-for.ts';
import { type RedisServer, startRedis } from './redis.ts';

const MASTER_NAME = 'main';

export interface RedisSentinel {
  /** Master at first. */
  readonly master: RedisServer;
  readonly replica: RedisServer;
  /** `redis+sentinel://host:port/main` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a Redis with a replica, and one Sentinel that makes the replica the master when the master is gone. */
export async function startRedisSentinel(): Promise<RedisSentinel> {
  const master = await startRedis();
  const replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${master.port}` } });
  await waitFor(() => isLinked(replica), { timeoutMs: 30_000, what: 'the replica' });
  const port = await freePort();
  const sentinel = await startSentinel(port, master.port);
  const stop = async (): Promise<void> => {
    await Promise.all([sentinel.stop(), master.stop(), replica.stop()]);
  };
  const url = `redis+sentinel://127.0.0.1:${port}/${MASTER_NAME}`;
  await sentinel.waitForOutput(/\+slave /);
  return { master, replica, url, stop };
}

async function startSentinel(port: number, masterPort: number) {
  const dir = await serviceDir('sentinel');
  const file = join(dir, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 1`,
    `sentinel down-after-milliseconds ${MASTER_NAME} 500`,
    `sentinel failover-timeout ${MASTER_NAME} 5000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const user = serviceUser();
  // The Sentinel writes what it learns into its configuration.
  if (user !== null) await chown(file, user.uid, user.gid);
  const command = findExecutable(['redis-server'], 'redis-server');
  return startChild({ command, args: [file, '--sentinel'], user, cwd: dir });
}

async function isLinked({ port }: RedisServer): Promise<boolean> {
  const client = new Redis(port, '127.0.0.1');
  try {
    return (await client.info('replication')).includes('master_link_status:up');
  } finally {
    client.disconnect();
  }
}
