import { ConfigurationError } from '@hawser/platform';
import { Command } from 'commander';
import { ALL_ROLES, type RoleName } from '../compose/roles.ts';
import type { RolesOf } from './run-up.ts';
import type { UpSettings } from './settings.ts';

/** `hawser up`: everything in one process, with embedded parts or with the servers that the settings name. */
export function upCommand(): Command {
  return command('up', 'Run everything in one process: broker, storage, API and dashboard.', () => ALL_ROLES)
    .option('--data <dir>', 'folder for the database and the queue (HAWSER_DATA_DIR, default ./data)')
    .option('--mqtt-port <port>', 'MQTT over TCP (MQTT_PORT, default 1883)')
    .option('--mqtt-ws-port <port>', 'MQTT over WebSocket (MQTT_WS_PORT, default 9001)')
    .option('--no-demo', 'do not set up a demo account with simulated agents on the first run (HAWSER_DEMO=false)');
}

/** The commands that run one role each, on PostgreSQL and Redis: together they are the same as `up`. */
export function roleCommands(): Command[] {
  return [
    command('api', 'Run the API and dashboard, and the bridge when MQTT_BROKER_URL is set.', apiRoles).option(
      '--data <dir>',
      'folder for the journal and the set-up token (HAWSER_DATA_DIR, default ./data)',
    ),
    command('bridge', 'Take messages from a foreign MQTT broker into the queue.', bridgeRoles, '3004').option(
      '--data <dir>',
      'folder for the journal (HAWSER_DATA_DIR, default ./data)',
    ),
    command('ingestion', 'Store what is in the queue.', ingestionRoles, '3003'),
  ];
}

function command(name: string, description: string, roles: RolesOf, defaultPort = '3002'): Command {
  return new Command(name)
    .description(description)
    .option('--host <address>', 'address to listen on (HOST, default 127.0.0.1)')
    .option('--port <port>', `dashboard and API, or probes and metrics (PORT, default ${defaultPort})`)
    .option('--database <url>', 'PostgreSQL in place of the embedded database (DATABASE_URL)')
    .option('--redis <url>', 'Redis in place of the queue on the disk (REDIS_URL)')
    .option('--mqtt-broker <url>', 'MQTT 5 broker in place of the built-in one (MQTT_BROKER_URL)')
    .allowExcessArguments(false)
    .action((typed: Record<string, string | boolean | undefined>, self: Command) => {
      const flags = { ...typed };
      // commander defaults a negatable option to true; only what was typed may win over the environment.
      if (self.getOptionValueSource('demo') === 'default') delete flags.demo;
      if (flags.port === undefined && !process.env.PORT && !process.env.PORT_FILE) flags.port = defaultPort;
      return import('./run-up.ts').then(({ runUp }) => runUp(flags, roles, process.env));
    });
}

function apiRoles(settings: UpSettings): ReadonlySet<RoleName> {
  requireServers('api', settings, ['databaseUrl', 'redisUrl']);
  const hasBridge = settings.mqttBrokerUrl !== '' && settings.apiBridge;
  return new Set<RoleName>(['api', 'scheduler', ...(hasBridge ? (['intake'] as const) : [])]);
}

function bridgeRoles(settings: UpSettings): ReadonlySet<RoleName> {
  requireServers('bridge', settings, ['databaseUrl', 'redisUrl', 'mqttBrokerUrl']);
  return new Set<RoleName>(['intake']);
}

function ingestionRoles(settings: UpSettings): ReadonlySet<RoleName> {
  requireServers('ingestion', settings, ['databaseUrl', 'redisUrl']);
  return new Set<RoleName>(['ingestion']);
}

const SERVERS = {
  databaseUrl: 'DATABASE_URL or --database, such as postgres://user:password@host:5432/hawser',
  redisUrl: 'REDIS_URL or --redis, such as redis://host:6379',
  mqttBrokerUrl: 'MQTT_BROKER_URL or --mqtt-broker, such as mqtt://host:1883',
} as const;

/** @throws ConfigurationError naming every server that is missing */
function requireServers(name: string, settings: UpSettings, needed: readonly (keyof typeof SERVERS)[]): void {
  const missing = needed.filter((setting) => settings[setting] === '');
  if (missing.length > 0) {
    throw new ConfigurationError(missing.map((setting) => `hawser ${name} needs ${SERVERS[setting]}`));
  }
}
