import type { Account } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import { cutOff } from '../agents/cut-off.ts';

const AGENTS_AT_ONCE = 1_000;

/**
 * Ends the connections of all agents of an account and below it.
 */
export async function disconnectBranch(
  { agents, invalidations }: Pick<ApiContext, 'agents' | 'invalidations'>,
  { path }: Pick<Account, 'path'>,
): Promise<void> {
  for await (const id of agents.idsInBranch(path, AGENTS_AT_ONCE)) await cutOff(invalidations, id);
}
