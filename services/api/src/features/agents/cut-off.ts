import type { AgentId } from '@hawser/core';
import type { BrokerControl } from '../../deps.ts';

/** Makes the broker see a change of an agent's credentials: first it forgets the old ones, then it ends the session. */
export async function cutOff(broker: BrokerControl, agent: AgentId): Promise<void> {
  await broker.forgetAgent(agent);
  await broker.disconnectAgent(agent);
}
