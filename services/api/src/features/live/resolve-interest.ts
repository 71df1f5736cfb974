import type { LiveSubscribe } from '@hawser/contracts/http';
import { type AgentId, can, OWN_ACCOUNT, Problem } from '@hawser/core';
import type { Account } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Session } from '../../sessions/session.ts';
import { findAgent } from '../agents/find-agent.ts';
import { type Interest, seriesKey } from './subscription.ts';

type Deps = Pick<ApiContext, 'accounts' | 'agents' | 'live'>;

/**
 * Turns a subscribe message into ids, as far as the session may read them.
 *
 * @throws Problem `not-found` when the account is out of reach or has no such agent, `forbidden`
 */
export async function resolveInterest(deps: Deps, session: Session, message: LiveSubscribe): Promise<Interest> {
  const account = await readableAccount(deps, session, message.account);
  const ids = await agentIds(deps, account, namedAgents(message));
  const agents = Array.isArray(message.agents)
    ? new Set(message.agents.flatMap((name) => ids.get(name) ?? []))
    : message.agents;
  const series = new Map<AgentId, Set<string>>();
  for (const { agent, device, metric } of message.series ?? []) {
    const id = ids.get(agent);
    if (id !== undefined) series.set(id, (series.get(id) ?? new Set()).add(seriesKey(device, metric)));
  }
  return { account: account.id, agents: agents ?? new Set(), series };
}

async function readableAccount({ accounts }: Deps, session: Session, nameOrId: string): Promise<Account> {
  const account = nameOrId === OWN_ACCOUNT ? session.account : await accounts.inReach(session.account, nameOrId);
  if (account === null) throw new Problem('not-found', 'There is no such account in your reach.');
  const decision = can(session.subject, 'telemetry:read', { account });
  if (!decision.allow) throw new Problem('forbidden', 'This needs the permission telemetry:read.');
  return account;
}

function namedAgents(message: LiveSubscribe): Set<string> {
  const names = new Set((message.series ?? []).map(({ agent }) => agent));
  if (Array.isArray(message.agents)) for (const agent of message.agents) names.add(agent);
  return names;
}

/** At most 2,000 names: the message's schema allows 1,000 agents and 1,000 series. */
async function agentIds({ agents, live }: Deps, account: Account, names: Set<string>): Promise<Map<string, AgentId>> {
  const found = await Promise.all([...names].map((name) => findAgent(agents, account, name)));
  for (const agent of found) live.names.remember(agent.id, agent.name);
  return new Map([...names].flatMap((name, i) => (found[i] === undefined ? [] : [[name, found[i].id] as const])));
}
