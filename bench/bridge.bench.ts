import { fileURLToPath } from 'node:url';
import { startProgram, tempDir } from '@hawser/testkit';
import { report, seconds } from './support/measure.ts';
import { rawAppendRate } from './support/raw-log.ts';

/**
 * One bridge process from outside: messages of one reading at QoS 1 from a stand-in for the broker, until the last one
 * is acknowledged, that is, durable in the log. Everything is on this machine.
 */

const STAND_IN = new URL('./support/broker-stand-in.ts', import.meta.url);
const BRIDGE = new URL('./support/bridge-process.ts', import.meta.url);
const MESSAGES = 200_000;
const RECEIVE_MAXIMUM = 250;

interface Run {
  readonly perSecond: number;
  /** Messages per second of processor time that the bridge used. */
  readonly perCore: number;
}

async function measure(): Promise<Run> {
  const source = await startProgram(program(STAND_IN, [String(MESSAGES), String(RECEIVE_MAXIMUM)]));
  const [, port] = await source.waitForOutput(/port (\d+)\n/);
  const args = [`mqtt://127.0.0.1:${port}`, await tempDir('bridge'), String(RECEIVE_MAXIMUM)];
  const bridge = await startProgram(program(BRIDGE, args));
  await source.waitForOutput(/first\n/);
  const taken = await seconds(() => source.waitForOutput(/done\n/, 300_000));
  await bridge.stop();
  await source.stop();
  const [, processor] = await bridge.waitForOutput(/cpu (\S+)\n/);
  return { perSecond: MESSAGES / taken, perCore: MESSAGES / Number(processor) };
}

function program(url: URL, args: readonly string[]) {
  return { entry: fileURLToPath(url), args, execArgv: ['--import', 'tsx'] };
}

const appendRate = await rawAppendRate();
const run = await measure();
report({ name: 'bridged_1', value: run.perSecond, unit: 'messages/s', limit: appendRate });
report({ name: 'bridged_1_per_core', value: run.perCore, unit: 'messages/s of processor time', limit: null });
