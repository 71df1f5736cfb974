import type { LedgerTally } from '../accounting.ts';
import type { AgentAccess } from '../fleet/agent-access.ts';

/** What the simulator asks of the cloud's public API, for one account. */
export interface Cloud {
  /** Creates the agent; when there is one of this name already, gives it new credentials and takes it over. */
  enrol(name: string): Promise<AgentAccess>;
  remove(agentId: string): Promise<void>;
  /** The ledger of all time, by agent id. */
  readLedger(): Promise<ReadonlyMap<string, LedgerTally>>;
}
