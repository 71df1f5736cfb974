import type { Agent as AgentBody } from '@hawser/contracts/http';
import type { AgentWithPresence } from '@hawser/storage';
import { rfc3339, rfc3339OrNull } from '../../http/times.ts';

export function agentBody(agent: AgentWithPresence): AgentBody {
  return {
    id: agent.id,
    name: agent.name,
    account: agent.accountName,
    description: agent.description,
    tags: [...agent.tags],
    disabled: agent.disabled,
    online: agent.online,
    connected_at: rfc3339OrNull(agent.connectedAt),
    disconnected_at: rfc3339OrNull(agent.disconnectedAt),
    last_message_at: rfc3339OrNull(agent.lastMessageAt),
    created_at: rfc3339(agent.createdAt),
    updated_at: rfc3339(agent.updatedAt),
  };
}
