import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startProgram, tempDir } from '@hawser/testkit';
import { type Servers, serverSettings, startServers } from './servers.ts';

/** To make the embedded database's code fast takes longer than a test's program lives; it does the same without. */
const LATE_OPTIMISING = '--wasm-tiering-budget=100000000';
const ENTRY = fileURLToPath(new URL('../../apps/hawser/dist/main.js', import.meta.url));

/** Only what a user's shell would have: nothing of the test runner leaks into the program. */
const BASE_ENV = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', LOG_LEVEL: 'warn' };

/** One process with everything built in; one process on servers; one process per role on servers. */
export const SHAPES = ['embedded', 'single host', 'cluster'] as const;
export type Shape = (typeof SHAPES)[number];

export interface ProgramOptions {
  readonly shape?: Shape;
  /** Those of an earlier start; new ones when a shape needs servers and none are given. */
  readonly servers?: Servers | null;
  readonly dataDir?: string;
  readonly demo?: boolean;
  readonly args?: readonly string[];
  /** An empty MQTT_BROKER_URL keeps the built-in broker on servers as well. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningHawser {
  readonly shape: Shape;
  readonly servers: Servers | null;
  readonly dataDir: string;
  readonly setupTokenFile: string;
  readonly url: string;
  readonly mqttHost: string;
  readonly mqttPort: number;
  readonly adminUrl: string;
  /** The process of the API. */
  readonly child: Child;
  /** All processes of the program. */
  readonly processes: readonly Child[];
  /** Ends all processes at once, as a power cut does. */
  kill(): Promise<void>;
  /** Ends all processes in order. */
  stop(): Promise<void>;
}

/** Starts the built program on free ports without waiting for anything. */
export async function spawnHawser(options: ProgramOptions = {}): Promise<{ child: Child; dataDir: string }> {
  const dataDir = options.dataDir ?? (await tempDir('data'));
  const ports = ['--port', '0', '--mqtt-port', '0', '--mqtt-ws-port', '0'];
  const demo = options.demo === true ? [] : ['--no-demo'];
  const child = await spawnCommand(['up', '--data', dataDir, ...ports, ...demo, ...(options.args ?? [])], options.env);
  return { child, dataDir };
}

/** Starts the built program and waits until it has said where it listens. */
export async function startHawser(options: ProgramOptions = {}): Promise<RunningHawser> {
  const { shape = 'embedded' } = options;
  const servers = shape === 'embedded' ? null : (options.servers ?? (await startServers()));
  const env: Record<string, string> = { ...(servers === null ? {} : serverSettings(servers)), ...options.env };
  const dataDir = options.dataDir ?? (await tempDir('data'));
  const processes =
    shape === 'cluster' ? await spawnCluster(dataDir, env) : [(await spawnHawser({ ...options, dataDir, env })).child];
  const [child] = processes;
  const dashboard = await child!.waitForOutput(/Dashboard\s+(http:\S+?)\/?\s/);
  const admin = await child!.waitForOutput(/Probes\s+(http:\S+?)\/readyz/);
  for (const each of processes) await each.waitForOutput(/Probes\s+http/);
  const endAll = (end: (each: Child) => Promise<unknown>) => Promise.all(processes.map(end));
  return {
    ...{ shape, servers, dataDir, child: child!, processes },
    setupTokenFile: join(dataDir, shape === 'cluster' ? 'api' : '', 'setup-token'),
    url: dashboard[1]!,
    adminUrl: admin[1]!,
    ...(await mqttAddress(child!, env.MQTT_BROKER_URL === '' ? null : servers)),
    async kill() {
      for (const each of processes) each.signal('SIGKILL');
      await endAll((each) => each.exited);
    },
    async stop() {
      await endAll((each) => each.stop('SIGTERM', 60_000));
    },
  };
}

/** The API first; two ingestion processes share the shards. */
async function spawnCluster(dataDir: string, env: Record<string, string>): Promise<Child[]> {
  const spawn = (args: readonly string[]) =>
    spawnCommand([...args, '--port', '0'], { ...env, HAWSER_API_BRIDGE: 'false' });
  return [
    await spawn(['api', '--data', join(dataDir, 'api')]),
    await spawn(['bridge', '--data', join(dataDir, 'bridge')]),
    await spawn(['ingestion']),
    await spawn(['ingestion']),
  ];
}

async function spawnCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Child> {
  if (!existsSync(ENTRY)) throw new Error(`${ENTRY} is missing: run "npm run build" first.`);
  const none = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  return startProgram({ entry: ENTRY, execArgv: [LATE_OPTIMISING], args, env: { ...none, ...BASE_ENV, ...env } });
}

async function mqttAddress(child: Child, servers: Servers | null): Promise<{ mqttHost: string; mqttPort: number }> {
  if (servers !== null) return { mqttHost: '127.0.0.1', mqttPort: servers.mosquitto.port };
  const mqtt = await child.waitForOutput(/MQTT\s+mqtt:\/\/(\S+):(\d+)/);
  return { mqttHost: mqtt[1]!, mqttPort: Number(mqtt[2]) };
}
