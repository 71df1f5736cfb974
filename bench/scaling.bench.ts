import { Fleet } from './support/fleet.ts';
import { isWanted, report, seconds } from './support/measure.ts';
import { ScaleServers } from './support/scale-servers.ts';
import { ScaleSystem } from './support/scale-system.ts';

/**
 * How ingestion grows with threads and processes: what lies in Redis already is stored, with nothing else to do for the
 * machine. The time runs from the moment at which the processes are ready.
 */

const PLAN = { readingsPerMessage: 250, inFlight: 50, messagesPerAgent: 500 };
/** Processes and worker threads in each. The first run warms the database up, and is not reported. */
const CURVE = [
  { name: 'warm_up', processes: 1, workers: 2 },
  { name: 'workers_1', processes: 1, workers: 1 },
  { name: 'workers_2', processes: 1, workers: 2 },
  { name: 'workers_4', processes: 1, workers: 4 },
  { name: 'processes_2', processes: 2, workers: 1 },
] as const;

async function measure(system: ScaleSystem, { name, processes, workers }: (typeof CURVE)[number]): Promise<number> {
  await system.stopIngestion();
  const fleet = await Fleet.connect(system, { ...PLAN, name: name.replace('_', '-') });
  await fleet.publish();
  await fleet.awaitForwarded();
  await system.startIngestion(processes, { WORKER_COUNT: String(workers) });
  const taken = await seconds(() => fleet.awaitStored());
  await fleet.close();
  return fleet.readings / taken;
}

const servers = await ScaleServers.start();
const system = await ScaleSystem.start(servers);
let single: number | null = null;
for (const point of CURVE) {
  if (point.name !== 'warm_up' && point.name !== 'workers_1' && !isWanted(point.name)) continue;
  const value = await measure(system, point);
  if (point.name === 'warm_up') continue;
  report({ name: point.name, value, unit: 'readings/s', limit: single });
  // The others are measured against one thread.
  single ??= value;
}
await system.stop();
await servers.stop();
