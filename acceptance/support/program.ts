import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Child, startProgram, tempDir } from '@hawser/testkit';

const ENTRY = fileURLToPath(new URL('../../apps/hawser/dist/main.js', import.meta.url));

/** Only what a user's shell would have: nothing of the test runner leaks into the program. */
const BASE_ENV = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', LOG_LEVEL: 'warn' };

export interface ProgramOptions {
  readonly dataDir?: string;
  readonly demo?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningHawser {
  readonly dataDir: string;
  readonly url: string;
  readonly mqttHost: string;
  readonly mqttPort: number;
  readonly wsUrl: string;
  readonly adminUrl: string;
  readonly child: Child;
}

/** Starts the built program on free ports without waiting for anything. */
export async function spawnHawser(options: ProgramOptions = {}): Promise<{ child: Child; dataDir: string }> {
  if (!existsSync(ENTRY)) throw new Error(`${ENTRY} is missing: run "npm run build" first.`);
  const dataDir = options.dataDir ?? (await tempDir('data'));
  const ports = ['--port', '0', '--mqtt-port', '0', '--mqtt-ws-port', '0'];
  const demo = options.demo === true ? [] : ['--no-demo'];
  const env = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  const child = await startProgram({
    entry: ENTRY,
    args: ['up', '--data', dataDir, ...ports, ...demo, ...(options.args ?? [])],
    env: { ...env, ...BASE_ENV, ...options.env },
  });
  return { child, dataDir };
}

/** Starts the built program and waits until it has said where it listens. */
export async function startHawser(options: ProgramOptions = {}): Promise<RunningHawser> {
  const { child, dataDir } = await spawnHawser(options);
  const dashboard = await child.waitForOutput(/Dashboard\s+(http:\S+?)\/?\s/);
  const mqtt = await child.waitForOutput(/MQTT\s+mqtt:\/\/(\S+):(\d+)/);
  const ws = await child.waitForOutput(/(ws:\/\/\S+:\d+)/);
  const admin = await child.waitForOutput(/Probes\s+(http:\S+?)\/readyz/);
  return {
    child,
    dataDir,
    url: dashboard[1]!,
    mqttHost: mqtt[1]!,
    mqttPort: Number(mqtt[2]),
    wsUrl: ws[1]!,
    adminUrl: admin[1]!,
  };
}
