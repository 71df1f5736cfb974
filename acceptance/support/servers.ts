import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  type MosquittoBroker,
  type PostgresServer,
  type RedisServer,
  startMosquitto,
  startPostgres,
  startRedis,
} from '@hawser/testkit';

const run = promisify(execFile);

/** The servers that an installation runs on when nothing is embedded. */
export interface Servers {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly mosquitto: MosquittoBroker;
}

/** Mosquitto is set up as `docs/operate/bridge.md` says, but lets everybody in: its auth plugin is not in Debian. */
const MOSQUITTO = ['allow_anonymous true', 'max_queued_messages 0', 'max_queued_bytes 0'];

/** @param redisSettings - by the names of redis.conf */
export async function startServers(redisSettings: Readonly<Record<string, string>> = {}): Promise<Servers> {
  const [postgres, redis, mosquitto] = await Promise.all([
    startPostgres(),
    startRedis({ settings: redisSettings }),
    startMosquitto({ config: MOSQUITTO, persistence: true }),
  ]);
  return { postgres, redis, mosquitto };
}

/** What tells the program to use them. */
export function serverSettings({ postgres, redis, mosquitto }: Servers): Record<string, string> {
  return { DATABASE_URL: postgres.url(), REDIS_URL: redis.url, MQTT_BROKER_URL: mosquitto.url };
}

/** Gives Redis a command as an operator would. */
export async function redisCommand({ redis }: Servers, ...command: readonly string[]): Promise<string> {
  const { stdout } = await run('redis-cli', ['-p', String(redis.port), ...command]);
  return stdout.trim();
}

/** Runs SQL as an operator would, and waits for its end. */
export async function sql({ postgres }: Servers, text: string): Promise<string> {
  const { stdout } = await run('psql', ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', text, postgres.url()]);
  return stdout.trim();
}
