import { INGESTION_SETTINGS } from '@hawser/ingestion';
import {
  booleanSetting,
  choiceSetting,
  durationSetting,
  type Environment,
  type Flags,
  integerSetting,
  listSetting,
  portSetting,
  readSettings,
  type SettingValues,
  textSetting,
} from '@hawser/platform';
import { CLOUD_VARIABLES } from '../cloud/variables.ts';
import { licence } from '../licence/settings.ts';
import { http } from './http-settings.ts';
import { assertMailSettings, mail } from './mail-settings.ts';
import { oidc } from './oidc-settings.ts';
import { databaseServer, mqttBroker, redis } from './scale-settings.ts';

const MEBIBYTE = 1024 * 1024;
const TEN_YEARS_DAYS = 3_653;

const retention = (env: string, what: string) =>
  integerSetting({ env, describe: `Days to keep ${what}.`, fallback: TEN_YEARS_DAYS, min: 1, max: 36_500 });

/** Where the program listens and keeps its data, and what the first run sets up. */
const place = {
  dataDir: textSetting({
    env: 'HAWSER_DATA_DIR',
    flag: 'data',
    describe: 'Folder that holds the database, the queue and the set-up token.',
    fallback: 'data',
  }),
  host: textSetting({ env: 'HOST', flag: 'host', describe: 'Address to listen on.', fallback: '127.0.0.1' }),
  port: portSetting({ env: 'PORT', flag: 'port', describe: 'Port of the dashboard and the API.', fallback: 3002 }),
  mqttPort: portSetting({ env: 'MQTT_PORT', flag: 'mqttPort', describe: 'Port of MQTT over TCP.', fallback: 1883 }),
  mqttWsPort: portSetting({
    env: 'MQTT_WS_PORT',
    flag: 'mqttWsPort',
    describe: 'Port of MQTT over WebSocket.',
    fallback: 9001,
  }),
  adminPort: portSetting({
    env: 'HAWSER_ADMIN_PORT',
    describe: 'Port of probes and metrics; 0 takes a free one.',
    fallback: 0,
  }),
  adminHost: textSetting({
    env: 'HAWSER_ADMIN_HOST',
    describe: 'Address of probes and metrics; that of HOST when not set.',
    fallback: '',
  }),
  publicMqttUrl: textSetting({
    env: 'HAWSER_PUBLIC_MQTT_URL',
    describe: 'MQTT address given to agents, when it is not the one listened on.',
    fallback: '',
  }),
  demo: booleanSetting({
    env: 'HAWSER_DEMO',
    flag: 'demo',
    describe: 'Whether a first run sets itself up with an account and five simulated agents.',
    fallback: true,
  }),
  setupToken: textSetting({
    env: 'SETUP_TOKEN',
    describe: 'The set-up token, when it shall not be a random one.',
    fallback: '',
  }),
  logLevel: choiceSetting({
    env: 'LOG_LEVEL',
    describe: 'Least severe log line that is written to standard error.',
    fallback: 'warn',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
  }),
};

const access = {
  corsOrigins: listSetting({
    env: 'CORS_ORIGINS',
    describe: 'Other origins whose pages may call the API; `*` is every one, which cannot sign in with a cookie.',
    fallback: [],
  }),
  jwtAccessExpirySeconds: durationSetting({
    env: 'JWT_ACCESS_TOKEN_EXPIRY',
    describe: 'Life of an access token.',
    fallback: 900,
  }),
  jwtRefreshExpirySeconds: durationSetting({
    env: 'JWT_REFRESH_TOKEN_EXPIRY',
    describe: 'Life of a refresh token.',
    fallback: 604_800,
  }),
  allowAgentsInRoot: booleanSetting({
    env: 'ALLOW_AGENTS_IN_ROOT',
    describe: 'Whether the root account, which is for administration only, may have agents all the same.',
    fallback: false,
  }),
  auditRetentionDays: integerSetting({
    env: 'AUDIT_RETENTION_DAYS',
    describe: 'Days to keep the audit.',
    fallback: 400,
    min: 1,
    max: 36_500,
  }),
  signingKeyLifeSeconds: durationSetting({
    env: 'JWT_SIGNING_KEY_LIFE',
    describe: 'How long a key signs access tokens before the next one does.',
    fallback: 30 * 86_400,
  }),
  secretKey: textSetting({
    env: 'SECRET_KEY',
    describe:
      'What secrets in the database are encrypted with, a long random text; a key in the database itself when not ' +
      'set. Keep it: without it they cannot be read.',
    fallback: '',
  }),
  mqttAuthCacheSeconds: integerSetting({
    env: 'MQTT_AUTH_CACHE_TTL_SECONDS',
    describe: 'Seconds for which a checked MQTT password is remembered.',
    fallback: 300,
    min: 0,
    max: 86_400,
  }),
};

const dataPlane = {
  ...INGESTION_SETTINGS,
  queueMaxMegabytes: integerSetting({
    env: 'HAWSER_QUEUE_MAX_MB',
    describe: 'Most MiB the queue may take on disk; above it agents are held back.',
    fallback: 1_024,
    min: 16,
    max: 1_048_576,
  }),
  intakeProcesses: integerSetting({
    env: 'HAWSER_INTAKE_PROCESSES',
    describe: 'Processes with the built-in broker; each grants its share of what an account may send in a second.',
    fallback: 1,
    min: 1,
    max: 1_000,
  }),
  rawRetentionDays: retention('HAWSER_RETENTION_RAW_DAYS', 'raw readings'),
  minuteRetentionDays: retention('HAWSER_RETENTION_1M_DAYS', 'one-minute roll-ups'),
  hourRetentionDays: retention('HAWSER_RETENTION_1H_DAYS', 'one-hour roll-ups'),
  deadLetterRetentionDays: integerSetting({
    env: 'HAWSER_RETENTION_DEAD_LETTERS_DAYS',
    describe: 'Days to keep dead letters.',
    fallback: 90,
    min: 1,
    max: 36_500,
  }),
  deadLetterMaxMegabytes: integerSetting({
    env: 'HAWSER_DEAD_LETTERS_MAX_MB',
    describe: 'Most MiB the dead letters of one account may take; above it the oldest go first.',
    fallback: 512,
    min: 1,
    max: 1_048_576,
  }),
};

const limits = {
  maxPayloadBytes: integerSetting({
    env: 'HAWSER_MAX_PAYLOAD_BYTES',
    describe: 'Largest MQTT payload, in bytes.',
    fallback: MEBIBYTE,
    min: 1_024,
    // The broker takes messages of twice the length, for ingestion to refuse, and the queue none above 32 MiB.
    max: 15 * MEBIBYTE,
  }),
  maxReadingsPerMessage: integerSetting({
    env: 'HAWSER_MAX_READINGS_PER_MESSAGE',
    describe: 'Most readings in one message.',
    fallback: 10_000,
    min: 1,
    max: 1_000_000,
  }),
  maxDecompressedBytes: integerSetting({
    env: 'HAWSER_MAX_DECOMPRESSED_BYTES',
    describe: 'Largest payload after decompression, in bytes.',
    fallback: 16 * MEBIBYTE,
    min: 1_024,
    max: 256 * MEBIBYTE,
  }),
  maxDecompressionRatio: integerSetting({
    env: 'HAWSER_MAX_DECOMPRESSION_RATIO',
    describe: 'Most bytes that one compressed byte may become.',
    fallback: 100,
    min: 2,
    max: 1_000,
  }),
  maxNesting: integerSetting({
    env: 'HAWSER_MAX_NESTING',
    describe: 'Deepest nesting of a payload, in levels.',
    fallback: 32,
    min: 2,
    max: 256,
  }),
  maxNameLength: integerSetting({
    env: 'HAWSER_MAX_NAME_LENGTH',
    describe: 'Longest metric or device name, in characters.',
    fallback: 200,
    min: 16,
    max: 1_000,
  }),
  maxTextLength: integerSetting({
    env: 'HAWSER_MAX_TEXT_LENGTH',
    describe: 'Longest string value, in characters.',
    fallback: 4_000,
    min: 16,
    max: 65_536,
  }),
  maxAgeDays: integerSetting({
    env: 'HAWSER_MAX_AGE_DAYS',
    describe: 'How many days in the past the time of a reading may lie.',
    fallback: TEN_YEARS_DAYS,
    min: 1,
    max: 36_500,
  }),
  maxAheadHours: integerSetting({
    env: 'HAWSER_MAX_AHEAD_HOURS',
    describe: 'How many hours in the future the time of a reading may lie.',
    fallback: 24,
    min: 0,
    max: 8_760,
  }),
};

/** Every setting of `hawser up` and of the commands that run one role, in the groups in which the reference page lists them. */
export const UP_SETTING_GROUPS = {
  'Where it runs': place,
  'How it is served': http,
  Access: access,
  Licence: licence,
  Mail: mail,
  'Single sign-on': oidc,
  'Queue, ingestion and retention': dataPlane,
  'Limits of a message': limits,
  'A PostgreSQL server': databaseServer,
  'A queue in Redis': redis,
  'A broker of your own': mqttBroker,
} as const;

const UP_SETTINGS = {
  ...place,
  ...http,
  ...access,
  ...licence,
  ...mail,
  ...oidc,
  ...dataPlane,
  ...limits,
  ...databaseServer,
  ...redis,
  ...mqttBroker,
};

export type UpSettings = SettingValues<typeof UP_SETTINGS>;

/**
 * Reads what a process needs from flags and environment.
 *
 * @param otherNames - variables of commands that share the environment
 * @throws ConfigurationError naming every problem at once
 */
export function readUpSettings(env: Environment, flags: Flags, otherNames: readonly string[] = []): UpSettings {
  const settings = readSettings(UP_SETTINGS, env, flags, [...Object.values(CLOUD_VARIABLES), ...otherNames]);
  assertMailSettings(settings);
  return settings;
}
