import { type Account, ledgerDifference, type SentTally, settle } from './accounting.ts';
import type { Cloud } from './cloud/cloud.ts';
import { ledgerOf, settledLedger } from './cloud/ledger-of.ts';
import type { AgentAccess } from './fleet/agent-access.ts';
import { runFleet } from './fleet/run-fleet.ts';
import { mapLimited } from './fleet/slots.ts';
import type { Load } from './load.ts';
import type { SimulateOptions } from './options.ts';
import { type ProgressStream, startProgress } from './progress.ts';

const CALLS_AT_ONCE = 8;
const DRAIN_MS = 30_000;

export interface SimulationDeps {
  readonly cloud: Cloud;
  readonly clock: () => number;
  readonly out: ProgressStream;
  /** Ends the sending in order. */
  readonly signal: AbortSignal;
}

/**
 * Enrols the agents, lets them send, and holds what they sent against the ledger.
 *
 * @throws SimulationError when an agent cannot connect, Error when the API refuses
 */
export async function simulate(load: Load, options: SimulateOptions, deps: SimulationDeps): Promise<Account> {
  const { cloud, out, signal } = deps;
  const agents = await mapLimited(load.agentNames, CALLS_AT_ONCE, (name) => cloud.enrol(name));
  out.write(`${load.description}, in account ${agents[0]?.account}.\n`);
  try {
    const before = await ledgerOf(cloud, agents);
    const sent = await send(agents, load, options, deps);
    if (!signal.aborted) out.write('Everything is sent; waiting for the ledger.\n');
    const wanted = before.messages.received + sent.acknowledgedMessages;
    const after = await settledLedger(cloud, agents, wanted, options.settleTimeout);
    return settle(sent, ledgerDifference(before, after));
  } finally {
    if (options.remove) await mapLimited(agents, CALLS_AT_ONCE, ({ id }) => cloud.remove(id));
  }
}

async function send(
  agents: readonly AgentAccess[],
  load: Load,
  options: SimulateOptions,
  { clock, out, signal }: SimulationDeps,
): Promise<SentTally> {
  const startAt = clock();
  const progress = startProgress(load.goal, out, clock);
  try {
    return await runFleet({
      agents,
      messages: (index) => load.messages(index, startAt),
      epoch: startAt,
      maxInFlight: options.maxInFlight,
      endAt: options.duration === undefined ? null : startAt + options.duration,
      drainMs: DRAIN_MS,
      clock,
      signal,
      onProgress: (sent) => progress.update(sent),
    });
  } finally {
    progress.stop();
  }
}
