import { type AgentId, Problem } from '@hawser/core';
import type { AgentRepository, AgentScope, AgentWithPresence } from '@hawser/storage';

/**
 * Finds an agent of a scope by name or id.
 *
 * @throws Problem `not-found`, also when the agent lies outside
 */
export async function findAgent(
  agents: Pick<AgentRepository, 'byNameOrId'>,
  scope: AgentScope,
  nameOrId: string,
): Promise<AgentWithPresence> {
  const agent = await agents.byNameOrId(scope, nameOrId);
  if (agent === null) throw new Problem('not-found', 'The account has no such agent.');
  return agent;
}

/** Reads the `agent` filter of a query as the part of a repository's filter that it is. */
export async function agentFilter(
  agents: Pick<AgentRepository, 'byNameOrId'>,
  scope: AgentScope,
  nameOrId: string | undefined,
): Promise<{ agentId?: AgentId }> {
  return nameOrId === undefined ? {} : { agentId: (await findAgent(agents, scope, nameOrId)).id };
}
