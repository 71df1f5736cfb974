import { setTimeout as sleep } from 'node:timers/promises';
import { addLedgers, type LedgerCounts, type LedgerTally } from '../accounting.ts';
import type { AgentAccess } from '../fleet/agent-access.ts';
import type { Cloud } from './cloud.ts';

const POLL_MS = 250;
const NOTHING: LedgerCounts = { received: 0, stored: 0, duplicate: 0, rejected: 0, queued: 0 };

/** Reads the ledger of some agents together. */
export async function ledgerOf(cloud: Cloud, agents: readonly AgentAccess[]): Promise<LedgerTally> {
  const byAgent = await cloud.readLedger();
  return addLedgers(agents.map(({ id }) => byAgent.get(id) ?? { messages: NOTHING, readings: NOTHING }));
}

/**
 * Reads the ledger again and again until it has counted all acknowledged messages and none is queued any more, or the
 * time is over.
 *
 * @param wanted - messages that must have been received, those from before the run included
 * @returns the ledger as it was read last
 */
export async function settledLedger(
  cloud: Cloud,
  agents: readonly AgentAccess[],
  wanted: number,
  timeoutMs: number,
): Promise<LedgerTally> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const ledger = await ledgerOf(cloud, agents);
    const { received, queued } = ledger.messages;
    if ((received >= wanted && queued === 0) || performance.now() >= deadline) return ledger;
    await sleep(POLL_MS);
  }
}
