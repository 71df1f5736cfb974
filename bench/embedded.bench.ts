import { Api } from '../acceptance/support/api.ts';
import { type RunningHawser, startHawser } from '../acceptance/support/program.ts';
import { type LoadPlan, publishAll } from './support/load.ts';
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
  const hawser = await startHawser();
  const api = await Api.setUp(hawser, plan.account);
  const names = Array.from({ length: AGENTS }, (_, at) => `agent-${at + 1}`);
  const agents = await Promise.all(names.map((name) => api.createAgent(plan.account, name)));
  let acknowledged = 0;
  const stored = await seconds(async () => {
    acknowledged = await seconds(() => Promise.all(agents.map((agent) => publishAll(hawser, agent, plan))));
    await api.settledLedger(plan.account, AGENTS * plan.messagesPerAgent, 600_000);
  });
  const residentMegabytes = await residentSize(hawser);
  await hawser.child.stop('SIGTERM', 60_000);
  const messages = AGENTS * plan.messagesPerAgent;
  return {
    readingsPerSecond: (messages * plan.readingsPerMessage) / stored,
    messagesPerSecond: messages / stored,
    acknowledgedPerSecond: messages / acknowledged,
    residentMegabytes,
  };
}

async function residentSize(hawser: RunningHawser): Promise<number> {
  const metrics = await (await fetch(`${hawser.adminUrl}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(metrics)?.[1]) / (1024 * 1024);
}

const copyRate = await rawCopyRate();
const dense = await measure({ account: 'dense', messagesPerAgent: 3_000, readingsPerMessage: 50, inFlight: 50 });
report({ name: 'readings_50', value: dense.readingsPerSecond, unit: 'readings/s', limit: copyRate });
report({ name: 'memory', value: dense.residentMegabytes, unit: 'MiB', limit: null });

const appendRate = await rawAppendRate();
const single = await measure({ account: 'single', messagesPerAgent: 10_000, readingsPerMessage: 1, inFlight: 50 });
report({ name: 'acknowledged_1', value: single.acknowledgedPerSecond, unit: 'messages/s', limit: appendRate });
report({ name: 'messages_1', value: single.messagesPerSecond, unit: 'messages/s', limit: appendRate });
