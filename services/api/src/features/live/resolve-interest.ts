import type { LiveSubscribe } from '@hawser/contracts/http';
import type { AgentId } from '@hawser/core';
import type { AgentScope } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import { findAccount, fleetsFor } from '../../plugins/authentication.ts';
import type { Session } from '../../sessions/session.ts';
import { findAgent } from '../agents/find-agent.ts';
import { type Interest, seriesKey } from './subscription.ts';

type Deps = Pick<ApiContext, 'directory' | 'wall' | 'agents' | 'live'>;

/**
 * Turns a subscribe message into ids, as far as the session may read them.
 *
 * @throws Problem `not-found` when the account is out of reach or has no such agent, `forbidden`
 */
export async function resolveInterest(deps: Deps, session: Session, message: LiveSubscribe): Promise<Interest> {
  const account = await findAccount(deps.directory, session, message.account);
  const fleets = fleetsFor(session, 'telemetry:read', account);
  const scope: AgentScope = { accountId: account.id, fleets };
  return deps.wall.within(account, () => interestIn(deps, scope, message));
}

async function interestIn(deps: Deps, scope: AgentScope, message: LiveSubscribe): Promise<Interest> {
  const ids = await agentIds(deps, scope, namedAgents(message));
  const agents = Array.isArray(message.agents)
    ? new Set(message.agents.flatMap((name) => ids.get(name) ?? []))
    : message.agents && (await everyAgent(deps, scope));
  const series = new Map<AgentId, Set<string>>();
  for (const { agent, device, metric } of message.series ?? []) {
    const id = ids.get(agent);
    if (id !== undefined) series.set(id, (series.get(id) ?? new Set()).add(seriesKey(device, metric)));
  }
  return { account: scope.accountId, isWhole: scope.fleets === null, agents: agents ?? new Set(), series };
}

/** Of a fleet, its agents of this moment: when that changes, the connection is closed to be made anew. */
async function everyAgent({ agents }: Deps, scope: AgentScope): Promise<Interest['agents']> {
  return scope.fleets === null ? 'all' : new Set(await agents.idsIn(scope));
}

function namedAgents(message: LiveSubscribe): Set<string> {
  const names = new Set((message.series ?? []).map(({ agent }) => agent));
  if (Array.isArray(message.agents)) for (const agent of message.agents) names.add(agent);
  return names;
}

/** At most 2,000 names: the message's schema allows 1,000 agents and 1,000 series. */
async function agentIds({ agents, live }: Deps, scope: AgentScope, names: Set<string>): Promise<Map<string, AgentId>> {
  const found = await Promise.all([...names].map((name) => findAgent(agents, scope, name)));
  for (const agent of found) live.names.remember(agent.id, agent.name);
  return new Map([...names].flatMap((name, i) => (found[i] === undefined ? [] : [[name, found[i].id] as const])));
}
