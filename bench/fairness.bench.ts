import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProgram } from '@hawser/testkit';
import { Api, type NewAgent } from '../acceptance/support/api.ts';
import { type RunningHawser, startHawser } from '../acceptance/support/program.ts';
import { quantile } from './support/freshness.ts';
import { report } from './support/measure.ts';
import { encodePublishes, Publisher } from './support/publisher.ts';

/**
 * What an account notices of another one that floods: how long its messages wait for their acknowledgement, alone and
 * beside the flood, in the embedded shape from outside. No limit is set; the flood comes from a process of its own.
 */

const FLOOD = fileURLToPath(new URL('./support/flood.ts', import.meta.url));
const FLOODING_AGENTS = 8;
const SAMPLES = 2_000;
const PAUSE_MS = 5;
const SETTLE_MS = 2_000;

/** Milliseconds from a publish to its acknowledgement, one message at a time. */
async function acknowledgementTimes(hawser: RunningHawser, account: string, agent: NewAgent): Promise<number[]> {
  const publisher = await Publisher.connect(hawser.mqttHost, hawser.mqttPort, agent, 1);
  const payload = JSON.stringify({ readings: [{ m: 'probe', v: 1 }] });
  const packets = encodePublishes(`hawser/${account}/${agent.name}/telemetry`, [payload]);
  const taken: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const start = performance.now();
    await publisher.publish(packets);
    taken.push(performance.now() - start);
    await sleep(PAUSE_MS);
  }
  await publisher.close();
  return taken;
}

const hawser = await startHawser();
const api = await Api.setUp(hawser, 'quiet');
await api.post('/v1/_/accounts', { name: 'flooder' });
const probe = await api.createAgent('quiet', 'probe');
const names = Array.from({ length: FLOODING_AGENTS }, (_, at) => `flood-${at + 1}`);
const agents = await Promise.all(names.map((name) => api.createAgent('flooder', name)));

await acknowledgementTimes(hawser, 'quiet', probe);
const alone = await acknowledgementTimes(hawser, 'quiet', probe);
const { mqttHost, mqttPort } = hawser;
const flood = JSON.stringify({ mqttHost, mqttPort, account: 'flooder', agents });
const flooder = await startProgram({ entry: FLOOD, args: [flood], execArgv: ['--import', 'tsx'] });
await flooder.waitForOutput(/flooding\n/);
await sleep(SETTLE_MS);
const beside = await acknowledgementTimes(hawser, 'quiet', probe);
await flooder.stop();
const [, acknowledged, took] = await flooder.waitForOutput(/acknowledged (\d+) (\S+)\n/);
await hawser.stop();

for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 })) {
  report({ name: `alone_${name}`, value: quantile(alone, share), unit: 'ms', limit: null });
  report({ name: `beside_${name}`, value: quantile(beside, share), unit: 'ms', limit: quantile(alone, share) });
}
report({ name: 'flood', value: Number(acknowledged) / Number(took), unit: 'messages/s', limit: null });
