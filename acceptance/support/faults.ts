import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, startRedis, waitFor } from '@hawser/testkit';
import type { RunningHawser } from './program.ts';
import { redisCommand, type Servers, sql } from './servers.ts';
import type { SmallDisk } from './small-disk.ts';

/** Longer than an ingestion process keeps its shards without a sign of life. */
const BEYOND_LEASE_MS = 11_000;
const LONG_OUTAGE_MS = 15_000;
/** The least that may be set. */
export const STREAM_MAXLEN = 1_000;

export interface FaultOptions {
  readonly hawser: RunningHawser;
  readonly servers: Servers;
  /** Where the bridge has its journal. */
  readonly disk: SmallDisk;
}

/** Each breaks something while agents publish, and mends it again. */
export class Faults {
  readonly #hawser: RunningHawser;
  readonly #disk: SmallDisk;
  servers: Servers;

  constructor({ hawser, servers, disk }: FaultOptions) {
    this.#hawser = hawser;
    this.#disk = disk;
    this.servers = servers;
  }

  async 'Redis is killed and comes back empty'(): Promise<void> {
    const { redis } = this.servers;
    await redis.child.stop('SIGKILL');
    await sleep(500);
    this.servers = { ...this.servers, redis: await startRedis({ port: redis.port }) };
  }

  async 'Redis has no memory left'(): Promise<void> {
    await redisCommand(this.servers, 'config', 'set', 'maxmemory', '1mb');
    await sleep(1_500);
    await redisCommand(this.servers, 'config', 'set', 'maxmemory', '0');
  }

  async 'PostgreSQL is killed'(): Promise<void> {
    await this.#withoutPostgres(1_000);
  }

  async 'PostgreSQL is away for long'(): Promise<void> {
    await this.#withoutPostgres(LONG_OUTAGE_MS);
  }

  async 'PostgreSQL answers later than a statement may take'(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      await sql(this.servers, 'BEGIN; LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(1.5); COMMIT');
      await sleep(500);
    }
  }

  async 'Mosquitto is restarted'(): Promise<void> {
    await this.servers.mosquitto.stop('SIGTERM');
    await this.servers.mosquitto.start();
  }

  async 'an ingestion process hangs beyond its lease'(): Promise<void> {
    const ingestion = this.#hawser.processes.at(-1)!;
    ingestion.signal('SIGSTOP');
    await sleep(BEYOND_LEASE_MS);
    ingestion.signal('SIGCONT');
  }

  async 'the disk of the journal is full'(): Promise<void> {
    await this.#disk.fill();
    await sleep(2_000);
    await this.#disk.clear();
  }

  async 'more comes than the stream may hold'(): Promise<void> {
    const longest = async (): Promise<number> => {
      const keys = await redisCommand(this.servers, 'keys', 'tenant:*agent:devices:ingestion*');
      const lengths = keys.split('\n').map((key) => redisCommand(this.servers, 'xlen', key));
      return Math.max(...(await Promise.all(lengths)).map(Number));
    };
    await waitFor(async () => (await longest()) >= STREAM_MAXLEN, { timeoutMs: 30_000, what: 'a full stream' });
  }

  async #withoutPostgres(ms: number): Promise<void> {
    const { postgres } = this.servers;
    await postgres.child.stop('SIGQUIT');
    await sleep(ms);
    const { port, dataDir } = postgres;
    this.servers = { ...this.servers, postgres: await startPostgres({ port, dataDir }) };
  }
}
