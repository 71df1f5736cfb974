import type { Ledger, LedgerCounts } from '../../services/api/types.ts';

/** In the order of the equation; the last is always 0 for readings, which are counted when a message is decoded. */
export const COUNT_COLUMNS = ['received', 'stored', 'duplicate', 'rejected', 'queued'] as const;

export interface LedgerRow {
  readonly key: string;
  readonly name: string;
  readonly isTotal: boolean;
  readonly isBalanced: boolean;
  readonly messages: LedgerCounts;
  readonly readings: LedgerCounts;
}

/** Rows of the ledger's table: agents with the most messages first, the total last. */
export function agentRows({ agents, total }: Ledger): LedgerRow[] {
  const rows = agents
    .map((agent) => toRow(agent.agent_id, agent.agent, agent))
    .sort((a, b) => b.messages.received - a.messages.received || a.name.localeCompare(b.name));
  return [...rows, { ...toRow('total', 'Total', total), isTotal: true }];
}

function toRow(key: string, name: string, { messages, readings }: Ledger['total']): LedgerRow {
  return { key, name, isTotal: false, isBalanced: messages.balanced && readings.balanced, messages, readings };
}
