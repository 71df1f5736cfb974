import {
  type MosquittoBroker,
  type PostgresServer,
  type RedisServer,
  startMosquitto,
  startPostgres,
  startRedis,
} from '@hawser/testkit';

/** The servers that an installation runs on when nothing is embedded. */
export interface Servers {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  readonly mosquitto: MosquittoBroker;
}

/** Mosquitto is set up as `docs/operate/bridge.md` says, but lets everybody in: its auth plugin is not in Debian. */
const MOSQUITTO = ['allow_anonymous true', 'max_queued_messages 0', 'max_queued_bytes 0'];

export async function startServers(): Promise<Servers> {
  const [postgres, redis, mosquitto] = await Promise.all([
    startPostgres(),
    startRedis(),
    startMosquitto({ config: MOSQUITTO, persistence: true }),
  ]);
  return { postgres, redis, mosquitto };
}

/** What tells the program to use them. */
export function serverSettings({ postgres, redis, mosquitto }: Servers): Record<string, string> {
  return { DATABASE_URL: postgres.url(), REDIS_URL: redis.url, MQTT_BROKER_URL: mosquitto.url };
}
