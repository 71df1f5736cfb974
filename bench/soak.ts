import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AGENTS, Fleet } from './support/fleet.ts';
import { residentMegabytes } from './support/memory.ts';
import { ScaleServers } from './support/scale-servers.ts';
import { ScaleSystem } from './support/scale-system.ts';
import { slopePerHour } from './support/slope.ts';

/**
 * Runs the shape on servers under an even load for minutes, prints the rate and the memory of every process, and says
 * whether both stayed flat and the account is exact. The exit code is 1 when a message is missing or doubled.
 */

const SAMPLE_SECONDS = 10;
/** The first part of a run fills caches and lets heaps find their size; the trend is that of the rest. */
const SETTLING_SHARE = 0.3;

const { minutes, rate, readings } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '20000' },
    readings: { type: 'string', default: '50' },
  },
}).values;
const seconds = Number(minutes) * 60;
const readingsPerMessage = Number(readings);
const messagesPerSecond = Number(rate) / readingsPerMessage;
if (!(seconds > 0 && readingsPerMessage >= 1 && messagesPerSecond > 0)) {
  throw new Error('--minutes, --rate (readings per second) and --readings (in a message) must be numbers above 0');
}

interface Sample {
  readonly at: number;
  readonly values: ReadonlyMap<string, number>;
}

async function sampleWhile(isOver: () => boolean, fleet: Fleet, system: ScaleSystem): Promise<Sample[]> {
  const samples: Sample[] = [];
  const start = performance.now();
  let before = { at: start, stored: await fleet.storedMessages() };
  while (!isOver()) {
    await sleep(SAMPLE_SECONDS * 1_000);
    const now = { at: performance.now(), stored: await fleet.storedMessages() };
    const perSecond = ((now.stored - before.stored) * readingsPerMessage * 1_000) / (now.at - before.at);
    const memory = [...system.processes].map(([name, pid]) => [`${name} MiB`, residentMegabytes(pid)] as const);
    const values = new Map([['readings/s', perSecond], ...memory]);
    samples.push({ at: (now.at - start) / 1_000, values });
    const columns = [...values].map(([name, value]) => `${name} ${Math.round(value).toLocaleString('en-US')}`);
    console.log(`${Math.round((now.at - start) / 1_000)} s  ${columns.join('  ')}`);
    before = now;
  }
  // The last one may reach beyond the load.
  return samples.slice(0, -1);
}

function printTrends(samples: readonly Sample[]): void {
  const settled = samples.slice(Math.floor(samples.length * SETTLING_SHARE));
  for (const name of settled[0]?.values.keys() ?? []) {
    const points = settled.map(({ at, values }) => [at, values.get(name) ?? 0] as const);
    const mean = points.reduce((sum, [, value]) => sum + value, 0) / points.length;
    const grown = (slopePerHour(points) * ((points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0))) / 3_600;
    const share = `${((100 * grown) / mean).toFixed(1)} %`;
    console.log(
      `${name}: mean ${Math.round(mean)}, ${grown.toFixed(1)} (${share}) more at the end of the line than at its start`,
    );
  }
}

const servers = await ScaleServers.start();
const system = await ScaleSystem.start(servers);
// All of it is encoded before: the load shall cost the machine as little as it can while it runs.
const messagesPerAgent = Math.ceil((messagesPerSecond * seconds) / AGENTS);
const fleet = await Fleet.connect(system, { name: 'soak', readingsPerMessage, messagesPerAgent, inFlight: 50 });
let isOver = false;
const load = fleet.publishEvenly(messagesPerSecond).finally(() => {
  isOver = true;
});
const [samples] = await Promise.all([sampleWhile(() => isOver, fleet, system), load]);
printTrends(samples);
const missing = await fleet.missing();
console.log(`${fleet.messages} messages acknowledged, ${missing} missing in the ledger`);
if (missing !== 0) process.exitCode = 1;
await fleet.close();
await system.stop();
await servers.stop();
