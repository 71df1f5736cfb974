import { describe, expect, it } from 'vitest';
import type { LedgerCounts } from '../../services/api/types.ts';
import { agentRows } from './ledger-rows.ts';

function counts(received: number, balanced = true): LedgerCounts {
  return { received, stored: received, duplicate: 0, rejected: 0, queued: 0, balanced };
}

function agent(name: string, received: number, balanced = true) {
  return { agent: name, agent_id: `id-${name}`, messages: counts(received), readings: counts(received, balanced) };
}

describe('agentRows', () => {
  it('puts the busiest agent first, then by name, and the total last', () => {
    const agents = [agent('b', 1), agent('c', 9), agent('a', 1)];
    const rows = agentRows({ from: '', to: '', agents, total: { messages: counts(11), readings: counts(11) } });
    expect(rows.map((row) => row.name)).toEqual(['c', 'a', 'b', 'Total']);
    expect(rows.at(-1)?.isTotal).toBe(true);
  });

  it('is balanced only when messages and readings are', () => {
    const total = { messages: counts(1), readings: counts(1, false) };
    expect(agentRows({ from: '', to: '', agents: [], total })[0]?.isBalanced).toBe(false);
  });
});
