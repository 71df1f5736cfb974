import { silentLogger } from '@hawser/platform';
import { connectRedis, disconnectRedis } from '@hawser/queue/redis-streams';
import { cpuSecondsOf, perMillion } from './support/cpu.ts';
import { createDatabase, dropDatabase } from './support/databases.ts';
import { AGENTS, Fleet, type FleetPlan } from './support/fleet.ts';
import { measureFreshness, quantile } from './support/freshness.ts';
import { isWanted, report, seconds } from './support/measure.ts';
import { peakMegabytes } from './support/memory.ts';
import { measureOutage } from './support/outage.ts';
import { type RowOrder, rawServerCopy, type ServerCopy } from './support/raw-copy.ts';
import { rawAddRate } from './support/raw-stream.ts';
import { ScaleServers } from './support/scale-servers.ts';
import { ACCOUNT, ScaleSystem } from './support/scale-system.ts';

/**
 * The shape on servers from outside: real MQTT clients at QoS 1, Mosquitto, the bridge, Redis, ingestion and PostgreSQL,
 * everything on this machine, load generator included. The time runs from the first publish until the ledger says that
 * everything is stored. `docs/operate/performance.md` says what the measures are.
 */

const DENSE = { readingsPerMessage: 250, inFlight: 50 };
const SINGLE = { readingsPerMessage: 1, inFlight: 200, messagesPerAgent: 20_000 };
const RAW_ADDS = 200_000;
const RAW_ADD_BYTES = 300;
const FRESHNESS_SECONDS = 15;
const LIVE_READINGS_PER_SECOND = 2_000;
const outageSeconds = Number(process.env.BENCH_OUTAGE_SECONDS ?? 60);
const timescaleUrl = process.env.BENCH_DATABASE_URL ?? '';

interface Run {
  readonly readingsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly ingestionMegabytes: number;
  /** Seconds of processor time by program. */
  readonly cpu: ReadonlyMap<string, number>;
  readonly fleet: Pick<Fleet, 'messages' | 'readings'>;
}

async function measure(system: ScaleSystem, plan: FleetPlan): Promise<Run> {
  const fleet = await Fleet.connect(system, plan);
  const programs = new Map([...system.processes, ...servers.processes]);
  let taken = 0;
  let cpu = new Map<string, number>();
  const ingestionMegabytes = await peakMegabytes(system.processes.get('ingestion-1') ?? 0, async () => {
    cpu = await cpuSecondsOf(programs, async () => {
      taken = await seconds(async () => {
        await fleet.publish();
        await fleet.awaitStored();
      });
    });
  });
  const missing = await fleet.missing();
  if (missing !== 0) throw new Error(`${missing} messages of ${plan.name} are missing in the ledger`);
  await fleet.close();
  const { messages, readings } = fleet;
  return { readingsPerSecond: readings / taken, messagesPerSecond: messages / taken, ingestionMegabytes, cpu, fleet };
}

async function measureDense(system: ScaleSystem): Promise<Run> {
  await measure(system, { ...DENSE, name: 'warm-up', messagesPerAgent: 100 });
  return measure(system, { ...DENSE, name: 'dense', messagesPerAgent: 1_500 });
}

async function copyRaw(order: RowOrder): Promise<ServerCopy> {
  const url = await createDatabase(servers.databaseUrl());
  const copy = await rawServerCopy(url, servers.processes.get('postgres') ?? 0, order);
  await dropDatabase(servers.databaseUrl(), url);
  return copy;
}

async function reportDense(system: ScaleSystem): Promise<Run> {
  // The first one pays for files that the later ones use again.
  await copyRaw('in_turn');
  const raw = await copyRaw('in_turn');
  const sorted = await copyRaw('by_series');
  const dense = await measureDense(system);
  report({ name: 'P1', value: dense.readingsPerSecond, unit: 'readings/s', limit: raw.rate });
  report({ name: 'P3', value: dense.readingsPerSecond / raw.rate, unit: 'of raw COPY', limit: null });
  report({ name: 'P3_sorted', value: dense.readingsPerSecond / sorted.rate, unit: 'of sorted raw COPY', limit: null });
  reportCpu('P1', dense.cpu, dense.fleet.readings, 'readings');
  report({ name: 'P1_cpu_raw_copy', value: raw.cpu, unit: 's/million rows', limit: null });
  report({ name: 'P1_cpu_raw_copy_sorted', value: sorted.cpu, unit: 's/million rows', limit: null });
  report({ name: 'P7', value: dense.ingestionMegabytes, unit: 'MiB', limit: null });
  return dense;
}

/** Where the processor time goes: of each program for a million of what was stored. */
function reportCpu(name: string, cpu: ReadonlyMap<string, number>, count: number, what: string): void {
  for (const [program, spent] of cpu) {
    report({ name: `${name}_cpu_${program}`, value: perMillion(spent, count), unit: `s/million ${what}`, limit: null });
  }
}

async function reportTimescale(): Promise<void> {
  const databaseUrl = await createDatabase(timescaleUrl);
  const system = await ScaleSystem.start(servers, { databaseUrl });
  const { readingsPerSecond } = await measureDense(system);
  report({ name: 'P2', value: readingsPerSecond, unit: 'readings/s', limit: null });
  await system.stop();
  await dropDatabase(timescaleUrl, databaseUrl);
}

async function reportSingle(system: ScaleSystem): Promise<void> {
  const client = connectRedis({ url: servers.redis.url }, 'hawser:bench', silentLogger());
  const limit = await rawAddRate(client, RAW_ADDS, Buffer.alloc(RAW_ADD_BYTES, 7));
  disconnectRedis(client);
  const { messagesPerSecond, cpu, fleet } = await measure(system, { ...SINGLE, name: 'single' });
  report({ name: 'P4', value: messagesPerSecond, unit: 'messages/s', limit });
  reportCpu('P4', cpu, fleet.messages, 'messages');
}

/** Milliseconds from a publish until a query shows it, under half the load of P1. */
async function reportFreshness(system: ScaleSystem, messagesPerSecond: number): Promise<void> {
  const half = messagesPerSecond / 2;
  const messagesPerAgent = Math.ceil((half * FRESHNESS_SECONDS) / AGENTS);
  const fleet = await Fleet.connect(system, { ...DENSE, name: 'half', messagesPerAgent });
  const probe = { account: ACCOUNT, agent: await system.api.createAgent(ACCOUNT, 'probe') };
  const taken = await measureFreshness(system, system.api, probe, fleet.publishEvenly(half));
  await fleet.close();
  report({ name: 'P6_p50', value: quantile(taken, 0.5), unit: 'ms', limit: null });
  report({ name: 'P6_p99', value: quantile(taken, 0.99), unit: 'ms', limit: null });
}

async function reportOutage(system: ScaleSystem): Promise<void> {
  const load = { readingsPerSecond: LIVE_READINGS_PER_SECOND, outageSeconds };
  const { missing, catchUpRate } = await measureOutage(servers, system, load);
  report({ name: 'P8_lost', value: missing, unit: 'messages', limit: null });
  report({ name: 'P8_catch_up', value: catchUpRate, unit: 'readings/s', limit: LIVE_READINGS_PER_SECOND });
}

const servers = await ScaleServers.start();
if (timescaleUrl !== '' && isWanted('P2')) await reportTimescale();
const system = await ScaleSystem.start(servers);
if (['P1', 'P3', 'P6', 'P7'].some(isWanted)) {
  const dense = await reportDense(system);
  if (isWanted('P6')) await reportFreshness(system, dense.messagesPerSecond);
}
if (isWanted('P4')) await reportSingle(system);
if (isWanted('P8')) await reportOutage(system);
await system.stop();
await servers.stop();
