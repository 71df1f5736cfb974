import { Problem } from '@hawser/core';
import type { AgentScope, Fleet, FleetRepository } from '@hawser/storage';

/**
 * Finds a fleet of a scope by name or id.
 *
 * @throws Problem `not-found`, also when it lies outside
 */
export async function findFleet(
  fleets: Pick<FleetRepository, 'byNameOrId'>,
  scope: AgentScope,
  nameOrId: string,
): Promise<Fleet> {
  const fleet = await fleets.byNameOrId(scope, nameOrId);
  if (fleet === null) throw new Problem('not-found', 'The account has no such fleet.');
  return fleet;
}
