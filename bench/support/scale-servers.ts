import {
  type MosquittoBroker,
  type PostgresServer,
  type RedisServer,
  startMosquitto,
  startPostgres,
  startRedis,
} from '@hawser/testkit';

/** A commit waits for the disk; the memory is what a server on a machine of 4 GiB would be given. */
const POSTGRES = {
  fsync: true,
  settings: {
    synchronous_commit: 'on',
    shared_buffers: '512MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
  },
} as const;

/** Mosquitto drops nothing that waits, and the window of the bridge is the only one. */
const MOSQUITTO = [
  'allow_anonymous true',
  'max_queued_messages 0',
  'max_inflight_messages 1000',
  'set_tcp_nodelay true',
];

/** The servers of the larger shapes, each with data of its own that is thrown away. */
export class ScaleServers {
  readonly redis: RedisServer;
  readonly mosquitto: MosquittoBroker;
  #postgres: PostgresServer;

  private constructor(postgres: PostgresServer, redis: RedisServer, mosquitto: MosquittoBroker) {
    this.#postgres = postgres;
    this.redis = redis;
    this.mosquitto = mosquitto;
  }

  static async start(): Promise<ScaleServers> {
    return new ScaleServers(
      await startPostgres(POSTGRES),
      await startRedis(),
      await startMosquitto({ config: MOSQUITTO }),
    );
  }

  /** What runs, by a name for people. */
  get processes(): ReadonlyMap<string, number> {
    return new Map([
      ['postgres', this.#postgres.child.pid],
      ['redis', this.redis.child.pid],
      ['mosquitto', this.mosquitto.child.pid],
    ]);
  }

  databaseUrl(database?: string): string {
    return this.#postgres.url(database);
  }

  stopPostgres(): Promise<void> {
    return this.#postgres.stop();
  }

  /** Starts PostgreSQL again on the same port and data. */
  async restartPostgres(): Promise<void> {
    const { dataDir, port } = this.#postgres;
    this.#postgres = await startPostgres({ ...POSTGRES, dataDir, port });
  }

  async stop(): Promise<void> {
    await Promise.all([this.#postgres.stop(), this.redis.stop(), this.mosquitto.stop()]);
  }
}
