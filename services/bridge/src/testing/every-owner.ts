import type { AccountId, AgentId } from '@hawser/core';
import type { TopicOwnerKey, TopicOwnerRepository, TopicOwnerRow } from '@hawser/storage';

const ACCOUNT = '018f3c5a-0000-7000-9000-000000000001' as AccountId;

/** Knows every agent that anybody names, with an id made of the number at the end of its name. */
export class EveryOwner implements TopicOwnerRepository {
  async find(keys: readonly TopicOwnerKey[]): Promise<TopicOwnerRow[]> {
    return keys.map(({ agent }) => {
      const number = /\d+$/.exec(agent)?.[0] ?? '0';
      const agentId = `018f3c5a-0000-7000-8000-${number.padStart(12, '0')}` as AgentId;
      return { accountId: ACCOUNT, agentId, agentName: agent, rootId: ACCOUNT };
    });
  }
}
