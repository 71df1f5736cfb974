import { type AgentId, Problem } from '@hawser/core';
import type { Account, AgentRepository, AgentWithPresence } from '@hawser/storage';

/**
 * Finds an agent of an account by name or id.
 *
 * @throws Problem `not-found`, also when the agent belongs to another account
 */
export async function findAgent(
  agents: Pick<AgentRepository, 'byNameOrId'>,
  account: Account,
  nameOrId: string,
): Promise<AgentWithPresence> {
  const agent = await agents.byNameOrId(account.id, nameOrId);
  if (agent === null) throw new Problem('not-found', `The account ${account.name} has no such agent.`);
  return agent;
}

/** Reads the `agent` filter of a query as the part of a repository's filter that it is. */
export async function agentFilter(
  agents: Pick<AgentRepository, 'byNameOrId'>,
  account: Account,
  nameOrId: string | undefined,
): Promise<{ agentId?: AgentId }> {
  return nameOrId === undefined ? {} : { agentId: (await findAgent(agents, account, nameOrId)).id };
}
