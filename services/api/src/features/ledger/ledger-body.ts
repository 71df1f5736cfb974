import type { Ledger, LedgerCounts } from '@hawser/contracts/http';
import type { AgentId } from '@hawser/core';
import type { AgentLedger } from '@hawser/storage';
import type { Span } from '../../http/times.ts';
import { rfc3339 } from '../../http/times.ts';
import type { AuditedLedger } from './audit-queue.ts';

type Counts = Omit<LedgerCounts, 'balanced'>;
type AgentLine = Ledger['agents'][number];

const NOTHING: Counts = { received: 0, stored: 0, duplicate: 0, rejected: 0, queued: 0 };

/**
 * Writes the ledger: a line per agent, and all of them together.
 *
 * @param within - the agents that the caller may know of; null is all
 */
export function ledgerBody(span: Span, audited: AuditedLedger, within: ReadonlySet<AgentId> | null): Ledger {
  const known = allAgents(audited).filter(({ agentId }) => within?.has(agentId) ?? true);
  const agents = known.map((agent) => agentLine(agent, audited));
  const total = (what: 'messages' | 'readings') => balance(agents.map((line) => line[what]).reduce(sum, NOTHING));
  return {
    from: rfc3339(span.from),
    to: rfc3339(span.to),
    agents,
    total: { messages: total('messages'), readings: total('readings') },
  };
}

/** Agents whose first messages are all still in the queue have no row in the database yet. */
function allAgents({ snapshot, queued, uncounted }: AuditedLedger): AgentLedger[] {
  const known = new Set(snapshot.agents.map((agent) => agent.agentId));
  const onlyQueued = [...new Set([...queued.keys(), ...uncounted.keys()])].filter((id) => !known.has(id));
  return [...snapshot.agents, ...onlyQueued.map(emptyLedger)];
}

function emptyLedger(agentId: AgentId): AgentLedger {
  const none = { received: 0, stored: 0, duplicate: 0, rejected: 0 };
  return { agentId, agentName: null, messages: none, readings: none };
}

function agentLine({ agentId, agentName, messages, readings }: AgentLedger, audited: AuditedLedger): AgentLine {
  const received = messages.received + (audited.uncounted.get(agentId) ?? 0);
  const queued = audited.queued.get(agentId) ?? 0;
  return {
    agent: agentName ?? agentId,
    agent_id: agentId,
    messages: balance({ ...messages, received, queued }),
    readings: balance({ ...readings, queued: 0 }),
  };
}

function sum(a: Counts, b: Counts): Counts {
  return {
    received: a.received + b.received,
    stored: a.stored + b.stored,
    duplicate: a.duplicate + b.duplicate,
    rejected: a.rejected + b.rejected,
    queued: a.queued + b.queued,
  };
}

function balance({ received, stored, duplicate, rejected, queued }: Counts): LedgerCounts {
  const balanced = received === stored + duplicate + rejected + queued;
  return { received, stored, duplicate, rejected, queued, balanced };
}
