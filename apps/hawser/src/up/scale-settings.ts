import { booleanSetting, choiceSetting, integerSetting, listSetting, textSetting } from '@hawser/platform';

/** A PostgreSQL server in place of the embedded database. */
export const databaseServer = {
  databaseUrl: textSetting({
    env: 'DATABASE_URL',
    flag: 'database',
    describe:
      'PostgreSQL to keep everything in, as postgres://user:password@host:5432/database; embedded when not set.',
    fallback: '',
  }),
  databasePoolSize: integerSetting({
    env: 'DB_POOL_SIZE',
    describe: 'Most connections of a process to PostgreSQL; each ingestion worker has three more.',
    fallback: 20,
    min: 2,
    max: 1_000,
  }),
  databaseStatementTimeoutMs: integerSetting({
    env: 'DB_STATEMENT_TIMEOUT_MS',
    describe: 'Milliseconds after which a statement is given up.',
    fallback: 45_000,
    min: 100,
    max: 3_600_000,
  }),
};

const pem = (env: string, describe: string) => textSetting({ env, describe, fallback: '' });

/** Redis Streams in place of the embedded queue. */
export const redis = {
  redisUrl: textSetting({
    env: 'REDIS_URL',
    flag: 'redis',
    describe:
      'Redis to queue messages in: redis://host:6379, rediss:// for TLS, redis+sentinel://host,host/master or ' +
      'redis+cluster://host,host; the queue is on the local disk when not set.',
    fallback: '',
  }),
  redisUsername: textSetting({ env: 'REDIS_USERNAME', describe: 'User of Redis, if not in its URL.', fallback: '' }),
  redisPassword: textSetting({
    env: 'REDIS_PASSWORD',
    describe: 'Password of Redis, if not in its URL.',
    fallback: '',
  }),
  redisCa: pem('REDIS_CA', 'Certificate authority of Redis, as PEM text.'),
  redisCert: pem('REDIS_CERT', 'Client certificate for Redis, as PEM text.'),
  redisKey: pem('REDIS_KEY', 'Key of the client certificate for Redis, as PEM text.'),
  tenantId: textSetting({
    env: 'INGESTION_TENANT_ID',
    describe: 'Tenant id in the names of Redis keys; the one that the database was given when not set.',
    fallback: '',
  }),
  shards: integerSetting({
    env: 'HAWSER_SHARDS',
    describe: 'Shards of the queue in Redis. The same for every process; it can only be raised.',
    fallback: 4,
    min: 1,
    max: 256,
  }),
  streamMaxLength: integerSetting({
    env: 'REDIS_INGESTION_STREAM_MAXLEN',
    describe: 'Messages in one stream above which the journal on the disk takes them; nothing is ever cut off.',
    fallback: 600_000,
    min: 1_000,
    max: 100_000_000,
  }),
  streamKey: textSetting({
    env: 'REDIS_INGESTION_STREAM_KEY',
    describe:
      'Key of the first stream, `tenant:<uuid>:agent:devices:ingestion`; the others add their number. Made of the ' +
      'tenant id when not set; with `<name>:` after the uuid, the queue of another service instance.',
    fallback: '',
  }),
  durability: choiceSetting({
    env: 'DURABILITY',
    describe:
      'What makes a message durable before it is acknowledged: the journal on the disk of this process; Redis with its ' +
      'append-only file; or `memory`: Redis alone, which may lose what is not stored when it restarts.',
    fallback: 'journal',
    choices: ['journal', 'redis-aof', 'memory'],
  }),
  spoolEnabled: booleanSetting({
    env: 'DISK_SPOOL_ENABLED',
    describe:
      'Whether the disk takes what Redis does not, with `DURABILITY=redis-aof` or `memory`; when not, agents are held ' +
      'back meanwhile. With `journal` it has no effect: the journal is the spool.',
    fallback: true,
  }),
  spoolPath: textSetting({
    env: 'DISK_SPOOL_PATH',
    describe:
      'Folder of the journal or disk spool; `spool` in the data folder when not set. Each process needs its own.',
    fallback: '',
  }),
  spoolMaxMegabytes: integerSetting({
    env: 'DISK_SPOOL_MAX_SIZE_MB',
    describe: 'Most MiB the journal or disk spool may take; above it agents are held back.',
    fallback: 1_000,
    min: 16,
    max: 1_048_576,
  }),
  asideMaxMegabytes: integerSetting({
    env: 'HAWSER_ASIDE_MAX_SIZE_MB',
    describe:
      'Behind a foreign broker, most MiB on the disk of messages of accounts above their limits. Above an eighth of it the ' +
      "account's agents are turned away at the broker; above all of it everybody is held back.",
    fallback: 1_000,
    min: 16,
    max: 1_048_576,
  }),
  asideLanes: integerSetting({
    env: 'HAWSER_ASIDE_LANES',
    describe:
      'Behind a foreign broker, how many accounts above their limits are slowed apart from each other; more than these ' +
      'share lanes and wait for each other. Never fewer than an earlier run had.',
    fallback: 128,
    min: 1,
    max: 1_024,
  }),
};

/** A foreign broker in place of the built-in one. */
export const mqttBroker = {
  mqttBrokerUrl: textSetting({
    env: 'MQTT_BROKER_URL',
    flag: 'mqttBroker',
    describe: 'MQTT 5 broker that agents connect to, as mqtt://host:1883 or mqtts://host:8883; built in when not set.',
    fallback: '',
  }),
  mqttBrokerUsername: textSetting({
    env: 'MQTT_BROKER_USERNAME',
    describe: 'User that the bridge signs in with.',
    fallback: '',
  }),
  mqttBrokerPassword: textSetting({
    env: 'MQTT_BROKER_PASSWORD',
    describe: 'Password that the bridge signs in with.',
    fallback: '',
  }),
  mqttBrokerCa: pem('MQTT_BROKER_CA', 'Certificate authority of the broker, as PEM text.'),
  mqttBrokerCert: pem('MQTT_BROKER_CERT', 'Client certificate for the broker, as PEM text.'),
  mqttBrokerKey: pem('MQTT_BROKER_KEY', 'Key of the client certificate for the broker, as PEM text.'),
  bridgeName: textSetting({
    env: 'HAWSER_BRIDGE_NAME',
    describe:
      'Names the sessions of this bridge, or the built-in broker on servers; must stay the same and be its own. The host name when not set.',
    fallback: '',
  }),
  bridgeConnections: integerSetting({
    env: 'HAWSER_BRIDGE_CONNECTIONS',
    describe: 'Connections of a bridge to the broker.',
    fallback: 4,
    min: 1,
    max: 64,
  }),
  apiBridge: booleanSetting({
    env: 'HAWSER_API_BRIDGE',
    describe: 'Whether `hawser api` also takes messages from the broker, when one is set.',
    fallback: true,
  }),
  internalAuthToken: textSetting({
    env: 'INTERNAL_AUTH_TOKEN',
    describe: 'Token with which the broker may ask who may connect, on the admin listener.',
    fallback: '',
  }),
  mqttAuthNetworks: listSetting({
    env: 'MQTT_AUTH_ALLOWED_NETWORKS',
    describe: 'Networks from which the broker may ask without a token, such as 10.0.0.0/8.',
    fallback: [],
  }),
};
