import type { AccountId, FleetId } from '@hawser/core';

/** Which agents a question is about, with what belongs to them: those of one account, or only those in some fleets. */
export interface AgentScope {
  readonly accountId: AccountId;
  /** Fleets of the account; null is every agent, and what belongs to none. */
  readonly fleets: readonly FleetId[] | null;
}

/** Everything in an account. */
export function wholeAccount(accountId: AccountId): AgentScope {
  return { accountId, fleets: null };
}

/**
 * Condition that an agent is in one of the fleets of a scope.
 *
 * @param agentId - column with the id of the agent, with its table: else it would be the one of the members
 * @param parameter - number of the parameter with the fleets; when that is NULL it does not restrict
 */
export function inFleets(agentId: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR EXISTS (SELECT FROM fleet_members m
    WHERE m.agent_id = ${agentId} AND m.fleet_id = ANY ($${parameter})))`;
}
