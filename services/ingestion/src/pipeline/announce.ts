import type { CommittedCounts, LiveReading, LiveSink } from '@hawser/contracts/streams';
import type { AccountId, AgentId, Reading } from '@hawser/core';
import type { LedgerIncrement } from '@hawser/storage';
import { type JudgedMessage, readingsToStore } from './message.ts';

interface AgentReadings {
  readonly account: AccountId;
  readonly readings: LiveReading[];
}

/** Tells live subscribers and rate meters what a commit stored. Only readings that somebody wants are laid out. */
export function announce(messages: readonly JudgedMessage[], ledger: readonly LedgerIncrement[], live: LiveSink): void {
  for (const [agent, { account, readings }] of wantedReadings(messages, live)) {
    live.publish({ type: 'readings', account, agent, readings });
  }
  for (const [agent, { account, counts }] of countsByAgent(ledger)) {
    live.publish({ type: 'committed', account, agent, counts });
  }
}

function wantedReadings(messages: readonly JudgedMessage[], live: LiveSink): Map<AgentId, AgentReadings> {
  const wanted = new Map<AgentId, boolean>();
  const byAgent = new Map<AgentId, AgentReadings>();
  for (const { envelope, verdict } of messages) {
    const { account, agent } = envelope;
    const readings = readingsToStore(verdict);
    if (readings.length === 0) continue;
    const isWanted = wanted.get(agent) ?? live.wants(account, agent);
    wanted.set(agent, isWanted);
    if (!isWanted) continue;
    const known = byAgent.get(agent) ?? { account, readings: [] };
    byAgent.set(agent, known);
    for (const reading of readings) known.readings.push(toLive(reading));
  }
  return byAgent;
}

function toLive({ device, metric, unit, time, value }: Reading): LiveReading {
  return { device, metric, unit, time, value };
}

function countsByAgent(
  ledger: readonly LedgerIncrement[],
): Map<AgentId, { account: AccountId; counts: CommittedCounts }> {
  const byAgent = new Map<AgentId, { account: AccountId; counts: CommittedCounts }>();
  for (const increment of ledger) {
    const before = byAgent.get(increment.agentId)?.counts;
    byAgent.set(increment.agentId, { account: increment.accountId, counts: addCounts(before, increment) });
  }
  return byAgent;
}

/** What a replay takes back is no event of its own, so nothing is ever counted below zero. */
function addCounts(before: CommittedCounts | undefined, { messages, readings }: LedgerIncrement): CommittedCounts {
  return {
    messagesStored: (before?.messagesStored ?? 0) + Math.max(0, messages.stored),
    messagesDuplicate: (before?.messagesDuplicate ?? 0) + messages.duplicate,
    messagesRejected: (before?.messagesRejected ?? 0) + Math.max(0, messages.rejected),
    readingsStored: (before?.readingsStored ?? 0) + readings.stored,
    readingsRejected: (before?.readingsRejected ?? 0) + Math.max(0, readings.rejected),
  };
}
