import type { AgentId } from '@hawser/core';
import type { ApiContext } from '../../context.ts';

/** Lets every broker forget what it knows of an agent's credentials, and end the agent's session. */
export async function cutOff(invalidations: ApiContext['invalidations'], agent: AgentId): Promise<void> {
  await invalidations.publish({ type: 'agent-changed', agent });
}
