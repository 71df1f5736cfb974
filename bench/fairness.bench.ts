import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Child, startProgram } from '@hawser/testkit';
import { Api, type Ledger } from '../acceptance/support/api.ts';
import { type RunningHawser, startHawser } from '../acceptance/support/program.ts';
import { quantile } from './support/freshness.ts';
import { report, seconds } from './support/measure.ts';
import { encodePublishes, Publisher } from './support/publisher.ts';

/**
 * What an account notices of another one that floods: how long its messages wait for their acknowledgement, alone and
 * beside the flood, in the embedded shape from outside: first with a limit on the readings of the account that floods, then
 * without any. The flood comes from a process of its own, which is held and let go again in turn, so that whatever else
 * the machine does falls on both alike.
 */

const FLOOD = fileURLToPath(new URL('./support/flood.ts', import.meta.url));
const FLOODING_AGENTS = 8;
/** Readings per second that the account which floods may send in the first part; each message holds one. */
const LIMIT = 1_000;
const ROUNDS = 10;
const SAMPLES_PER_ROUND = 200;
const PAUSE_MS = 5;
const SETTLE_MS = 300;
/** Within this time what was received is in the ledger. */
const LEDGER_MS = 2_000;

/** Milliseconds from a publish to its acknowledgement, one message at a time. */
async function acknowledgementTimes(publisher: Publisher, packets: readonly Buffer[]): Promise<number[]> {
  const taken: number[] = [];
  for (let sample = 0; sample < SAMPLES_PER_ROUND; sample++) {
    const start = performance.now();
    await publisher.publish(packets);
    taken.push(performance.now() - start);
    await sleep(PAUSE_MS);
  }
  return taken;
}

async function startFlood({ mqttHost, mqttPort }: RunningHawser, api: Api): Promise<Child> {
  await api.post('/v1/_/accounts', { name: 'flooder', limits: { readings_per_second: LIMIT } });
  const names = Array.from({ length: FLOODING_AGENTS }, (_, at) => `flood-${at + 1}`);
  const agents = await Promise.all(names.map((name) => api.createAgent('flooder', name)));
  const flood = JSON.stringify({ mqttHost, mqttPort, account: 'flooder', agents });
  const flooder = await startProgram({ entry: FLOOD, args: [flood], execArgv: ['--import', 'tsx'] });
  await flooder.waitForOutput(/flooding\n/);
  return flooder;
}

interface Times {
  readonly alone: number[];
  readonly beside: number[];
  /** Seconds that the flood went on. */
  readonly flooding: number;
}

/** Holds the flood and lets it go in turn. */
async function measureRounds(flooder: Child, publisher: Publisher, packets: readonly Buffer[]): Promise<Times> {
  const [alone, beside]: [number[], number[]] = [[], []];
  let flooding = 0;
  for (let round = 0; round < ROUNDS; round++) {
    flooder.signal('SIGSTOP');
    await sleep(SETTLE_MS);
    alone.push(...(await acknowledgementTimes(publisher, packets)));
    flooder.signal('SIGCONT');
    flooding += await seconds(async () => {
      await sleep(SETTLE_MS);
      beside.push(...(await acknowledgementTimes(publisher, packets)));
    });
  }
  return { alone, beside, flooding };
}

function reportTimes(prefix: string, times: Times): void {
  for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 })) {
    const [alone, beside] = [quantile(times.alone, share), quantile(times.beside, share)];
    report({ name: `${prefix}alone_${name}`, value: alone, unit: 'ms', limit: null });
    report({ name: `${prefix}beside_${name}`, value: beside, unit: 'ms', limit: alone });
    report({ name: `${prefix}ratio_${name}`, value: beside / alone, unit: 'times', limit: null });
  }
}

/** Messages of the flood that were received so far, as the ledger says when it has settled. */
async function floodReceived(api: Api): Promise<number> {
  return (await api.get<Ledger>('/v1/flooder/ledger')).total.messages.received;
}

const hawser = await startHawser();
const api = await Api.setUp(hawser, 'quiet');
const probe = await api.createAgent('quiet', 'probe');
const publisher = await Publisher.connect(hawser.mqttHost, hawser.mqttPort, probe, 1);
const payload = JSON.stringify({ readings: [{ m: 'probe', v: 1 }] });
const packets = encodePublishes('hawser/quiet/probe/telemetry', [payload]);
const flooder = await startFlood(hawser, api);
await acknowledgementTimes(publisher, packets);
let limited: Times = { alone: [], beside: [], flooding: 0 };
// Also while the flood is held, what it has sent before is taken in at the rate of its account.
const limitedSeconds = await seconds(async () => {
  limited = await measureRounds(flooder, publisher, packets);
});
flooder.signal('SIGSTOP');
await sleep(LEDGER_MS);
const before = await floodReceived(api);
await api.send('PATCH', '/v1/_/accounts/flooder', { limits: { readings_per_second: null } });
flooder.signal('SIGCONT');
const unlimited = await measureRounds(flooder, publisher, packets);
await publisher.close();
await flooder.stop();
const [, acknowledged] = await flooder.waitForOutput(/acknowledged (\d+)\n/);
await hawser.stop();

reportTimes('limited_', limited);
report({ name: 'limited_flood', value: before / limitedSeconds, unit: 'messages/s', limit: LIMIT });
reportTimes('', unlimited);
report({ name: 'flood', value: (Number(acknowledged) - before) / unlimited.flooding, unit: 'messages/s', limit: null });
