import { Api } from '../acceptance/support/api.ts';
import { type RunningHawser, startHawser } from '../acceptance/support/program.ts';
import { measureFreshness, quantile } from './support/freshness.ts';
import { type LoadPlan, loadAgents } from './support/load.ts';
import { report, seconds } from './support/measure.ts';
import { rawCopyRate } from './support/raw-copy.ts';
import { rawAppendRate } from './support/raw-log.ts';

/**
 * The embedded shape from outside: real MQTT clients, QoS 1, everything on this machine, load generator included. The
 * time runs from the first publish until the ledger says that everything is stored.
 */

const AGENTS = 8;

interface Run {
  readonly readingsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly acknowledgedPerSecond: number;
  readonly residentMegabytes: number;
}

async function measure(plan: LoadPlan): Promise<Run> {
  const { hawser, api, agents } = await startFleet(plan);
  const loaded = await loadAgents(hawser, agents, plan);
  let acknowledged = 0;
  const stored = await seconds(async () => {
    acknowledged = await seconds(() => Promise.all(loaded.map(({ publisher, packets }) => publisher.publish(packets))));
    await api.settledLedger(plan.account, AGENTS * plan.messagesPerAgent, 600_000);
  });
  const residentMegabytes = await residentSize(hawser);
  await hawser.stop();
  const messages = AGENTS * plan.messagesPerAgent;
  return {
    readingsPerSecond: (messages * plan.readingsPerMessage) / stored,
    messagesPerSecond: messages / stored,
    acknowledgedPerSecond: messages / acknowledged,
    residentMegabytes,
  };
}

/** Milliseconds from a publish until a query shows it, while the agents publish evenly at `messagesPerSecond` in all. */
async function measureFreshnessUnder(plan: LoadPlan, messagesPerSecond: number): Promise<number[]> {
  const { hawser, api, agents } = await startFleet(plan);
  const loaded = await loadAgents(hawser, agents, plan);
  const probe = { account: plan.account, agent: await api.createAgent(plan.account, 'probe') };
  const each = messagesPerSecond / AGENTS;
  const load = Promise.all(loaded.map(({ publisher, packets }) => publisher.publishEvenly(packets, each)));
  const taken = await measureFreshness(hawser, api, probe, load);
  await hawser.stop();
  return taken;
}

async function startFleet({ account }: LoadPlan) {
  const hawser = await startHawser();
  const api = await Api.setUp(hawser, account);
  const names = Array.from({ length: AGENTS }, (_, at) => `agent-${at + 1}`);
  return { hawser, api, agents: await Promise.all(names.map((name) => api.createAgent(account, name))) };
}

async function residentSize(hawser: RunningHawser): Promise<number> {
  const metrics = await (await fetch(`${hawser.adminUrl}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(metrics)?.[1]) / (1024 * 1024);
}

const DENSE = { account: 'dense', readingsPerMessage: 50, inFlight: 50 };
const SINGLE = { account: 'single', readingsPerMessage: 1, inFlight: 200 };
const FRESHNESS_SECONDS = 20;

const copyRate = await rawCopyRate();
const dense = await measure({ ...DENSE, messagesPerAgent: 4_000 });
report({ name: 'readings_50', value: dense.readingsPerSecond, unit: 'readings/s', limit: copyRate });
report({ name: 'memory', value: dense.residentMegabytes, unit: 'MiB', limit: null });

const half = dense.messagesPerSecond / 2;
const perAgent = Math.ceil((half * FRESHNESS_SECONDS) / AGENTS);
const freshness = await measureFreshnessUnder({ ...DENSE, messagesPerAgent: perAgent }, half);
report({ name: 'fresh_p50', value: quantile(freshness, 0.5), unit: 'ms', limit: null });
report({ name: 'fresh_p99', value: quantile(freshness, 0.99), unit: 'ms', limit: null });

const appendRate = await rawAppendRate();
const single = await measure({ ...SINGLE, messagesPerAgent: 15_000 });
report({ name: 'acknowledged_1', value: single.acknowledgedPerSecond, unit: 'messages/s', limit: appendRate });
report({ name: 'messages_1', value: single.messagesPerSecond, unit: 'messages/s', limit: appendRate });
