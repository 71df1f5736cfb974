/** Names of what the query cache holds. Everything that belongs to an account starts with it. */
export const keys = {
  me: ['me'],
  accounts: (account: string) => ['accounts', account],
  agents: (account: string) => ['in', account, 'agents'],
  agentPage: (account: string, search: string, cursor: string | null) => [
    'in',
    account,
    'agents',
    'page',
    search,
    cursor,
  ],
  agentTotals: (account: string) => ['in', account, 'agents', 'totals'],
  agent: (account: string, agent: string) => ['in', account, 'agent', agent],
  latest: (account: string, agent: string) => ['in', account, 'latest', agent],
  allReadings: (account: string) => ['in', account, 'readings'],
  /** Charts of one series; the span comes last. */
  readings: (account: string, agent: string, device: string, metric: string) => [
    'in',
    account,
    'readings',
    agent,
    device,
    metric,
  ],
  ledger: (account: string) => ['in', account, 'ledger'],
  deadLetters: (account: string) => ['in', account, 'dead-letters'],
  deadLetterPage: (account: string, agent: string, reason: string, cursor: string | null) => [
    'in',
    account,
    'dead-letters',
    'page',
    agent,
    reason,
    cursor,
  ],
  deadLetter: (account: string, id: string) => ['in', account, 'dead-letters', 'one', id],
} as const;
