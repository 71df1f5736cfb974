import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NewAgent } from './api.ts';
import type { RunningHawser } from './program.ts';

const run = promisify(execFile);
const ENTRY = fileURLToPath(new URL('../../apps/hawser/dist/main.js', import.meta.url));

/** Runs a subcommand of the built program and answers what it printed; a failure carries both streams. */
export async function hawserCommand(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { stdout } = await run(process.execPath, [ENTRY, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
}

/** Publishes one message at QoS 1 with Mosquitto's own client. */
export async function mosquittoPub(
  hawser: RunningHawser,
  agent: NewAgent,
  topic: string,
  payload: string,
): Promise<void> {
  const { client_id, username, password } = agent.mqtt;
  const who = ['-i', client_id, '-u', username, '-P', password];
  const where = ['-h', hawser.mqttHost, '-p', String(hawser.mqttPort)];
  await run('mosquitto_pub', [...where, ...who, '-q', '1', '-t', topic, '-m', payload], { timeout: 20_000 });
}

/** Runs a command as a person would who copied it into a terminal. */
export async function shell(command: string): Promise<void> {
  await run('sh', ['-c', command], { timeout: 20_000 });
}
