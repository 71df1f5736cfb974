import { Backoff, type Logger } from '@hawser/platform';
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { parseRedisAddress, type RedisAddress } from './connection-settings.ts';

export interface RedisConnectionConfig {
  /** See `parseRedisAddress`. */
  readonly url: string;
  /** User and password, when they are not part of the address. */
  readonly username?: string;
  readonly password?: string;
  /** Password of the Sentinels themselves. */
  readonly sentinelPassword?: string;
  /** PEM texts, for `rediss`. Without a `ca` the authorities that Node knows are trusted. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly servername?: string };
}

/** A connection that reconnects by itself; while there is none, commands fail at once. */
export type RedisClient = Redis | Cluster;

const CONNECT_TIMEOUT_MS = 5_000;
/** A server that is silent for this long with a command under way is taken for gone. */
const SILENCE_TIMEOUT_MS = 15_000;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 2_000;
/** Fail-over of a cluster is waited for by whoever sends the command, who knows how to send it again. */
const CLUSTER_REDIRECTIONS = 4;

/**
 * Connects in the background. Nothing is queued while the connection is down, and nothing that was sent is sent again:
 * whoever sends a command has to know whether that is safe.
 *
 * @param name - of the connection, as `CLIENT LIST` shows it
 */
export function connectRedis(config: RedisConnectionConfig, name: string, log: Logger): RedisClient {
  const address = parseRedisAddress(config.url);
  const client = address.topology.kind === 'cluster' ? cluster(config, address, name) : server(config, address, name);
  // Every shard waits for the connection at the same time, which is no leak.
  client.setMaxListeners(0);
  let down = false;
  client.on('error', (error: unknown) => {
    // One line per outage, not per attempt.
    if (!down) log.warn({ err: error, connection: name }, 'Redis cannot be reached');
    down = true;
  });
  client.on('ready', () => {
    if (down) log.info({ connection: name }, 'Redis can be reached again');
    down = false;
  });
  return client;
}

/** Ends a connection, with whatever is under way on it; nothing of it keeps a thread from ending. */
export function disconnectRedis(client: RedisClient): void {
  const connections = client instanceof Cluster ? client.nodes('all') : [client];
  client.disconnect();
  for (const connection of connections) {
    connection.stream?.destroy();
    clearTimeout(silenceTimerOf(connection));
  }
}

/** The library does not clear this timer of its own when a connection ends with a command under way (ioredis 5.11). */
function silenceTimerOf(connection: Redis): NodeJS.Timeout | undefined {
  return (connection as unknown as { readonly socketTimeoutTimer?: NodeJS.Timeout }).socketTimeoutTimer;
}

/**
 * Waits for an attempt to connect that is under way.
 *
 * @throws Error when there is no connection then; not when `signal` was aborted meanwhile
 */
export async function awaitConnection(client: RedisClient, signal?: AbortSignal): Promise<void> {
  if (isReady(client)) return;
  if (client.status !== 'reconnecting' && client.status !== 'end') await nextChange(client, signal);
  if (!isReady(client) && !signal?.aborted) throw new Error('Redis cannot be reached');
}

function isReady(client: RedisClient): boolean {
  return client.status === 'ready';
}

function nextChange(client: RedisClient, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const events = ['ready', 'error', 'close', 'end'] as const;
    const done = (): void => {
      for (const event of events) client.off(event, done);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    for (const event of events) client.on(event, done);
    signal?.addEventListener('abort', done);
    if (signal?.aborted === true) done();
  });
}

function server(config: RedisConnectionConfig, address: RedisAddress, name: string): Redis {
  const { topology } = address;
  const common = { ...connectionOptions(config, address, name), ...retryStrategy(), db: address.database };
  if (topology.kind !== 'sentinel') return new Redis({ ...common, ...(topology.kind === 'single' && topology.node) });
  return new Redis({
    ...common,
    sentinels: [...topology.nodes],
    name: topology.master,
    sentinelRetryStrategy: retryStrategy().retryStrategy,
    ...(config.sentinelPassword === undefined ? {} : { sentinelPassword: config.sentinelPassword }),
    ...(address.tls ? { enableTLSForSentinelMode: true, sentinelTLS: config.tls ?? {} } : {}),
    // A master that was demoted refuses writes: ask the Sentinels again.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
}

function cluster(config: RedisConnectionConfig, address: RedisAddress, name: string): Cluster {
  if (address.topology.kind !== 'cluster') throw new TypeError('Not the address of a cluster');
  const options: ClusterOptions = {
    enableOfflineQueue: false,
    maxRedirections: CLUSTER_REDIRECTIONS,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
    clusterRetryStrategy: retryStrategy().retryStrategy,
    redisOptions: connectionOptions(config, address, name),
    // Certificates name hosts; the cluster's own answers name addresses.
    ...(address.tls ? { dnsLookup: (host, callback) => callback(null, host) } : {}),
  };
  return new Cluster([...address.topology.nodes], options);
}

function connectionOptions(config: RedisConnectionConfig, address: RedisAddress, name: string) {
  const username = config.username ?? address.username;
  const password = config.password ?? address.password;
  return {
    connectionName: name,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    keepAlive: SILENCE_TIMEOUT_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    disableClientInfo: true,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(address.tls ? { tls: { ...config.tls } } : {}),
  } satisfies RedisOptions;
}

function retryStrategy() {
  const backoff = new Backoff({ firstMs: FIRST_RETRY_MS, maxMs: MAX_RETRY_MS });
  return {
    retryStrategy: (attempt: number): number => {
      if (attempt === 1) backoff.reset();
      return backoff.next();
    },
  };
}
